import { describe, expect, test } from 'vitest'
import { livingWorkers, plan, type Sightings, sight } from './plan.ts'
import type { LeaseRecord, NamedRecord } from './records.ts'
import { memberResource } from './records.ts'

const takenAfterMs = 100
const record = (owner: string | null, beat = 0, epoch = 1): LeaseRecord => ({ owner, epoch, beat, remark: null })
const named = (resource: string, owner: string | null, beat = 0, epoch = 1): NamedRecord => ({
  resource,
  record: record(owner, beat, epoch),
})
const member = (owner: string, beat = 0): NamedRecord => named(memberResource(owner), owner, beat)
const see = (nowMs: number, ...seen: NamedRecord[]): Sightings => sight(new Map(), seen, nowMs)
const view = (sightings: Sightings, nowMs: number, me = 'a') => ({ me, sightings, nowMs, takenAfterMs })
const holding = (resources: readonly string[], held: readonly string[] = [], resting: readonly string[] = []) => ({
  resources,
  held: new Set(held),
  resting: new Set(resting),
})

describe('what is seen', () => {
  test('ages while it stays as it is, and is young again with every beat', () => {
    const first = see(10, named('x', 'b', 1), named('y', 'b', 1))
    const second = sight(first, [named('x', 'b', 1), named('y', 'b', 2)], 20)
    expect([second.get('x')?.sinceMs, second.get('y')?.sinceMs]).toEqual([10, 20])
  })

  test('a worker lives until it has stood still too long; this one always does', () => {
    const seen = see(0, member('b'), member('c'))
    const later = sight(seen, [member('b', 1), member('c')], 60)
    expect(livingWorkers(view(later, 100))).toEqual(['a', 'b'])
  })
})

describe('sharing out', () => {
  const four = ['w', 'x', 'y', 'z']

  test('one alone takes everything that is free, and nothing that another still beats for', () => {
    expect(plan(view(see(0, named('w', 'b')), 10), holding(four)).take).toEqual(['x', 'y', 'z'])
  })

  test('a lease is taken when it has stood still for the whole time, not before', () => {
    const seen = see(0, named('w', 'b'))
    expect(plan(view(seen, 99), holding(['w'])).take).toEqual([])
    expect(plan(view(seen, 100), holding(['w'])).take).toEqual(['w'])
  })

  test('with another alive, no more than an even share rounded up is taken', () => {
    const seen = see(0, member('b'))
    expect(plan(view(seen, 10), holding(['u', 'v', 'w', 'x', 'y'])).take).toHaveLength(3)
    expect(plan(view(seen, 10), holding(four, ['w'])).take).toHaveLength(1)
  })

  test('workers begin at different ends', () => {
    const takenBy = (me: string) => plan(view(see(0, member('a'), member('b')), 10, me), holding(four)).take
    expect([...takenBy('a'), ...takenBy('b')].sort()).toEqual(four)
  })

  test('what is above the share is given up', () => {
    const seen = see(0, member('b'), ...four.map((resource) => named(resource, 'a')))
    expect(plan(view(seen, 10), holding(four, four))).toMatchObject({ take: [], giveUp: [expect.any(String), expect.any(String)] })
  })

  test('one’s own from before it was lost, and what was released, is free at once', () => {
    expect(plan(view(see(0, named('w', 'a'), named('x', null)), 0), holding(['w', 'x'])).take).toEqual(['w', 'x'])
  })

  test('what was resigned rests', () => {
    expect(plan(view(see(0, named('w', null)), 500), holding(['w'], [], ['w'])).take).toEqual([])
  })

  test('what nobody takes is taken beyond the share, one at a time', () => {
    const seen = sight(see(0, named('y', null), named('z', null)), [named('y', null), named('z', null), member('b')], 100)
    expect(plan(view(seen, 50), holding(four, ['w', 'x'])).take).toEqual([])
    expect(plan(view(seen, 100), holding(four, ['w', 'x'])).take).toHaveLength(1)
  })
})

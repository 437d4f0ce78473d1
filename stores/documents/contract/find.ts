import { describe, expect, test } from 'vitest'
import type { Fields, IndexDefinition } from '../port.ts'
import type { Subject } from './support.ts'
import { down, foundIds, holding, index, up } from './support.ts'

const bodies: readonly Fields[] = [
  { v: null, n: 1 },
  { n: 2 },
  { v: 0, n: 3 },
  { v: -1.5, n: 4 },
  { v: 10, n: 5 },
  { v: '', n: 6 },
  { v: '10', n: 7 },
  { v: '￿', n: 8 },
  { v: '🧊', n: 9 },
  { v: false, n: 10 },
  { v: true, n: 11 },
  { v: { x: 1 }, n: 12 },
]

const layouts: readonly (readonly [string, readonly IndexDefinition[]])[] = [
  ['without an index', []],
  ['with an index', [index('v'), index('v.x')]],
  ['with an index that also sorts', [index('v', 'n')]],
  ['with an index that only sorts', [index('n')]],
]

export function findContract(subject: Subject): void {
  describe.each(layouts)('finding %s', (_, indexes) => {
    test('by equality: null is also missing, and types never mix', async () => {
      const things = await holding(subject, indexes, bodies)
      expect(await foundIds(things, { where: { v: null } })).toBe('ab')
      expect(await foundIds(things, { where: { v: 10 } })).toBe('e')
      expect(await foundIds(things, { where: { v: '10' } })).toBe('g')
      expect(await foundIds(things, { where: { v: 0 } })).toBe('c')
      expect(await foundIds(things, { where: { v: '' } })).toBe('f')
      expect(await foundIds(things, { where: { v: false } })).toBe('j')
      expect(await foundIds(things, { where: { v: '🧊' } })).toBe('i')
      expect(await foundIds(things, { where: { 'v.x': 1 } })).toBe('l')
      expect(await foundIds(things, { where: { 'v.x': null } })).toBe('abcdefghijk')
    })

    test('by one of several, none, or a repeated one', async () => {
      const things = await holding(subject, indexes, bodies)
      expect(await foundIds(things, { where: { v: { in: [10, '10', null, true] } } })).toBe('abegk')
      expect(await foundIds(things, { where: { v: { in: [] } } })).toBe('')
      expect(await foundIds(things, { where: { v: { in: [0, 0, 10] } }, sort: down('n'), limit: 2 })).toBe('ec')
    })

    test('by range, within the type of the bound', async () => {
      const things = await holding(subject, indexes, bodies)
      expect(await foundIds(things, { where: { v: { gt: 0 } } })).toBe('e')
      expect(await foundIds(things, { where: { v: { gte: 0, lte: 10 } } })).toBe('ce')
      expect(await foundIds(things, { where: { v: { lt: 10 } } })).toBe('cd')
      expect(await foundIds(things, { where: { v: { gte: '' } } })).toBe('fghi')
      expect(await foundIds(things, { where: { v: { lt: '🧊' } } })).toBe('fgh')
      expect(await foundIds(things, { where: { v: { gt: false } } })).toBe('k')
      expect(await foundIds(things, { where: { v: { gte: null } } })).toBe('ab')
      expect(await foundIds(things, { where: { v: { gt: null } } })).toBe('')
      expect(await foundIds(things, { where: { v: { gte: 0, lt: 'z' } } })).toBe('')
    })

    test('sorted by type, then by value, then by id in the same direction', async () => {
      const things = await holding(subject, indexes, bodies)
      const scalars = { where: { n: { lt: 12 } } }
      expect(await foundIds(things, { ...scalars, sort: up('v') })).toBe('abdcefghijk')
      expect(await foundIds(things, { ...scalars, sort: down('v') })).toBe('kjihgfecdba')
      expect(await foundIds(things, { ...scalars, sort: [...up('v'), ...down('n')] })).toBe('badcefghijk')
      expect(await foundIds(things, { sort: down('id') })).toBe('lkjihgfedcba')
      expect(await foundIds(things, { sort: [...up('v'), ...down('id')], where: { v: null } })).toBe('ba')
    })

    test('by several fields at once, the id among them', async () => {
      const things = await holding(subject, indexes, bodies)
      expect(await foundIds(things, { where: { v: { in: [0, 10] }, n: { gt: 3 } } })).toBe('e')
      expect(await foundIds(things, { where: { id: { in: ['e', 'a', 'zz'] }, n: { gte: 1 } } })).toBe('ae')
      expect(await foundIds(things, { where: { id: 'e' }, sort: down('v') })).toBe('e')
      expect(await foundIds(things, { where: { id: { gt: 'c', lte: 'f' } }, sort: down('n') })).toBe('fed')
      expect(await foundIds(things, { where: { v: 10, nowhere: 'x' } })).toBe('')
    })

    test('counting agrees with finding', async () => {
      const things = await holding(subject, indexes, bodies)
      expect(await things.count()).toBe(12)
      expect(await things.count({ v: null })).toBe(2)
      expect(await things.count({ v: { in: [10, '10', 10] } })).toBe(2)
      expect(await things.count({ v: { gte: 0 }, n: { lt: 5 } })).toBe(1)
      expect(await things.count({ id: { in: ['a', 'b'] } })).toBe(2)
      expect(await things.count({ other: 1 })).toBe(0)
    })
  })

  test('a count goes no further than it is asked to', async () => {
    const things = await holding(subject, [index('v', 'n'), index('tags')], [])
    const bodyOf = (at: number) => ({ v: at % 3, n: at, tags: at % 2 === 0 ? ['even', 'number'] : ['number'] })
    await things.write(Array.from({ length: 300 }, (_, at) => ({ id: `d${at}`, position: 1n, body: bodyOf(at) })))
    const wheres = [{}, { v: 1 }, { v: { in: [0, 1] } }, { v: 1, n: { lt: 150 } }, { tags: 'even' }, { tags: 'even', v: 2 }, { v: 7 }]
    for (const where of wheres) {
      const all = await things.count(where)
      for (const upTo of [1, 7, 120, 1_000])
        expect([where, upTo, await things.count(where, upTo)]).toEqual([where, upTo, Math.min(all, upTo)])
    }
    for (const upTo of [0, -1, 1.5]) await expect(things.count({}, upTo)).rejects.toMatchObject({ code: 'INVALID' })
  })

  test('a page has a hundred documents unless told otherwise, and a thousand at most', async () => {
    const things = await holding(subject, [], [])
    await things.write(Array.from({ length: 1_100 }, (_, at) => ({ id: `d${at}`, position: 1n, body: {} })))
    expect(await things.find({})).toHaveLength(100)
    expect(await things.find({ limit: 1_000 })).toHaveLength(1_000)
    await expect(things.find({ limit: 1_001 })).rejects.toMatchObject({ code: 'INVALID' })
  })
}

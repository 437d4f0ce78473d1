import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../tests/seed/runs.ts'
import { createFinishedPrefix } from './finished-prefix.ts'

describe('the finished prefix', () => {
  test('advances over pages that concern nobody', () => {
    const prefix = createFinishedPrefix(10n)
    prefix.begin(20n, 0)
    expect(prefix.position).toBe(20n)
  })

  test('waits for every part of the oldest page, whatever is finished after it', () => {
    const prefix = createFinishedPrefix(0n)
    const first = prefix.begin(1n, 2)
    const second = prefix.begin(2n, 1)
    second.finish()
    first.finish()
    expect(prefix.position).toBe(0n)
    first.finish()
    expect(prefix.position).toBe(2n)
    expect(prefix.open).toBe(0)
  })

  test('never passes a page with unfinished parts, in any order of finishing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 20 }), fc.infiniteStream(fc.nat()), (sizes, choices) => {
        const prefix = createFinishedPrefix(0n)
        const open = sizes.map((parts, index) => ({ ...prefix.begin(BigInt(index + 1), parts), parts }))
        for (;;) {
          const firstOpen = open.findIndex(({ parts }) => parts > 0)
          expect(prefix.position).toBe(BigInt(firstOpen < 0 ? sizes.length : firstOpen))
          const left = open.filter(({ parts }) => parts > 0)
          if (left.length === 0) return
          const page = left[choices.next().value % left.length]!
          page.parts -= 1
          page.finish()
        }
      }),
      { numRuns: runs(1_000) },
    )
  })
})

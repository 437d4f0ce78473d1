import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../tests/seed/runs.ts'
import { createDocumentCache } from './document-cache.ts'

const keys = ['a', 'b', 'c', 'd']
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constantFrom('touch', 'find', 'remove'), key: fc.constantFrom(...keys) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('rotate', 'clear'), key: fc.constant('') }) },
)

test('holds what was touched since the rotation before the last, each key once, and nothing that was removed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const cache = createDocumentCache()
      let young = new Set<string>()
      let old = new Set<string>()
      for (const { does, key } of steps) {
        if (does === 'touch' || does === 'find') {
          const known = cache.find(key)
          expect(known?.key).toBe(young.has(key) || old.has(key) ? key : undefined)
          if (does === 'touch' && known === undefined) cache.add(key, 0n, {})
          if (does === 'touch' || known !== undefined) young.add(key)
          if (known !== undefined) old.delete(key)
        } else if (does === 'remove') {
          cache.remove(key)
          young.delete(key)
          old.delete(key)
        } else if (does === 'clear') {
          cache.clear()
          young = new Set()
          old = new Set()
        } else {
          expect([...cache.rotate()].map((entry) => entry.key).sort()).toEqual([...old].sort())
          old = young
          young = new Set()
        }
        expect([...cache.entries()].map((entry) => entry.key).sort()).toEqual([...young, ...old].sort())
        expect(cache.size()).toBe(young.size + old.size)
      }
    }),
    { numRuns: runs(500) },
  )
})

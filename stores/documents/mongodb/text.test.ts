import fc from 'fast-check'
import { expect, test } from 'vitest'
import { original, stored } from './text.ts'

const character = fc.oneof(
  fc.constantFrom('\0', '\x01', '\x02', 'a', '中', '\ud7fe', '\ud7ff', '\ue000', '，', '\uffff', '\u{10000}', '🧊'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)
const text = fc.array(character, { maxLength: 6 }).map((all) => all.join(''))

test('text comes back as it was', () => {
  fc.assert(fc.property(text, (any) => original(stored(any)) === any))
})

test('stored text has the order of code points in bytes of UTF-8 and in units of UTF-16, and no NUL', () => {
  const sign = (order: number): number => Math.sign(order)
  const byBytes = (left: string, right: string) => sign(Buffer.compare(Buffer.from(left), Buffer.from(right)))
  const byUnits = (left: string, right: string) => sign(left < right ? -1 : left > right ? 1 : 0)
  fc.assert(
    fc.property(text, text, (left, right) => {
      const order = byBytes(left, right)
      expect(byBytes(stored(left), stored(right))).toBe(order)
      expect(byUnits(stored(left), stored(right))).toBe(order)
      expect(stored(left)).not.toContain('\0')
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCommandMemory, freezeMemory, type Remembered, recallCommand, rememberCommand, weighMemory } from './remembered.ts'

const command = (revision: number, askedAt?: number): Remembered => ({
  hash: `hash ${revision}`,
  askedAt,
  revision,
  position: BigInt(revision),
})

test('the last commands are known, at least as many as stated and at most twice as many, whatever came before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 100 }), (size, count) => {
      const memory = createCommandMemory(size)
      for (let n = 0; n < count; n++) rememberCommand(memory, `${n}`, command(n))
      const known = Array.from({ length: count }, (_, n) => n).filter((n) => recallCommand(memory, `${n}`) !== undefined)
      expect(known.length).toBeGreaterThanOrEqual(Math.min(size, count))
      expect(known.length).toBeLessThanOrEqual(2 * size)
      expect(known).toEqual(Array.from({ length: known.length }, (_, n) => count - known.length + n))
    }),
  )
})

test('what was forgotten says until when', () => {
  const memory = createCommandMemory(2)
  for (const [n, askedAt] of [5, 9, 7, undefined].entries()) rememberCommand(memory, `${n}`, command(n, askedAt))
  expect(memory.forgottenUntil).toBeNull()
  rememberCommand(memory, '4', command(4, 20))
  expect(recallCommand(memory, '0')).toBeUndefined()
  expect(memory.forgottenUntil).toBe(9)
  for (const n of [5, 6]) rememberCommand(memory, `${n}`, command(n, 1))
  expect(memory.forgottenUntil).toBe(9)
})

test('it survives being frozen, thawed and gone on with', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.option(fc.nat(50), { nil: undefined }), { maxLength: 60 }),
      fc.nat(60),
      (size, instants, cut) => {
        const whole = createCommandMemory(size)
        let mended = createCommandMemory(size)
        for (const [n, askedAt] of instants.entries()) {
          if (n === cut) mended = createCommandMemory(size, JSON.parse(JSON.stringify(freezeMemory(mended))))
          for (const memory of [whole, mended]) rememberCommand(memory, `${n}`, command(n, askedAt))
        }
        expect(freezeMemory(mended)).toEqual(freezeMemory(whole))
        for (const n of instants.keys()) expect(recallCommand(mended, `${n}`)).toEqual(recallCommand(whole, `${n}`))
      },
    ),
  )
})

test('its weight grows with what it knows', () => {
  const memory = createCommandMemory(10)
  expect(weighMemory(memory)).toBe(0)
  for (let n = 0; n < 1_000; n++) rememberCommand(memory, `${n}`, command(n))
  expect(weighMemory(memory)).toBeGreaterThan(10 * 100)
  expect(weighMemory(memory)).toBeLessThan(20 * 1_000)
})

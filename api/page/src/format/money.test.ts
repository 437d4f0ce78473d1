import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compact, count, difference, yuan } from './money.ts'

test('amounts are shown in yuan with both decimals and in thousands', () => {
  expect(yuan(0)).toBe('¥0.00')
  expect(yuan(5)).toBe('¥0.05')
  expect(yuan(329_900)).toBe('¥3,299.00')
  expect(yuan(123_456_789)).toBe('¥1,234,567.89')
  expect(yuan(-1_050)).toBe('−¥10.50')
})

test('no amount loses a fen by being shown', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (fen) => {
      const digits = yuan(fen).replace(/[¥,.]/g, '').replace('−', '-')
      return BigInt(digits) === BigInt(fen)
    }),
  )
})

test('units are shown in thousands, differences with their sign', () => {
  expect(count(1_234_567)).toBe('1,234,567')
  expect(difference(3)).toBe('+3')
  expect(difference(-1_200)).toBe('−1,200')
  expect(difference(0)).toBe('0')
})

test('where there is no room, units are cut and never promise more than there is', () => {
  expect(compact(9_999, 'zh')).toBe('9,999')
  expect(compact(12_999, 'zh')).toBe('1.2万')
  expect(compact(20_000, 'zh')).toBe('2万')
  expect(compact(12_999, 'en')).toBe('12.9k')
  expect(compact(1_239_999, 'en')).toBe('1.2m')
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fenOfText, fenOfYuan, sum, yuanOfFen } from './money.ts'

describe('yuan as channels write them', () => {
  test.each([
    ['200.07', 20_007],
    ['11.01', 1_101],
    ['44', 4_400],
    ['44.0', 4_400],
    ['0.1', 10],
    ['0.00', 0],
    ['88.000', 8_800],
    ['007.50', 750],
    ['9999999999999.99', 999_999_999_999_999],
  ])('%s is exactly %i fen', (text, fen) => expect(fenOfYuan(text)).toBe(fen))

  test.each([
    '',
    ' ',
    '1e3',
    '1E3',
    '0.001',
    '1.005',
    '.5',
    '5.',
    '+1',
    '1,000.00',
    ' 1',
    '1 ',
    '¥1',
    'NaN',
    '0x10',
    '-1.00',
    '1.2.3',
    '12345678901234',
  ])('%j is no amount', (text) => expect(fenOfYuan(text)).toBeNull())

  test('a negative amount is taken only where one is asked for', () => {
    expect(fenOfYuan('-1.05', { negative: true })).toBe(-105)
    expect(Object.is(fenOfYuan('-0.00', { negative: true }), 0)).toBe(true)
    expect(fenOfText('-5', { negative: true })).toBe(-5)
    expect(fenOfText('-5')).toBeNull()
  })

  test('fen as integers are taken as they are, and nothing else', () => {
    expect(fenOfText('20007')).toBe(20_007)
    for (const text of ['1.0', '1e3', '', ' 1', '1234567890123456']) expect(fenOfText(text)).toBeNull()
  })

  test('what is written is read back to the fen', () =>
    fc.assert(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (fen) => {
        expect(fenOfYuan(yuanOfFen(fen), { negative: true })).toBe(fen)
      }),
    ))

  test('what is no whole fen cannot be written', () => {
    expect(() => yuanOfFen(0.5)).toThrow(RangeError)
    expect(yuanOfFen(-5)).toBe('-0.05')
    expect(sum([1, 2, 3])).toBe(6)
  })
})

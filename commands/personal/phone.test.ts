import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lastFourOf, readPhone } from './phone.ts'

test.each([
  '13812345678',
  '+8613812345678',
  '+86 138 1234 5678',
  '0086-138-1234-5678',
  '86 13812345678',
  ' 138-1234-5678 ',
  '１３８１２３４５６７８',
  '(+86) 138.1234.5678',
])('%s is one and the same mobile number', (text) => {
  expect(readPhone(text)).toEqual({ number: '13812345678', extension: null })
})

test.each(['010-12345678', '+86 10 12345678', '(010) 1234 5678'])('%s is one and the same landline', (text) => {
  expect(readPhone(text)).toEqual({ number: '01012345678', extension: null })
})

test('a number abroad keeps its country', () => {
  expect(readPhone('+852 2345 6789')).toEqual({ number: '85223456789', extension: null })
})

test.each(['17012345678转1234', '17012345678-1234', '17012345678 ext 1234', '17012345678#1234'])(
  '%s is lent, with an extension',
  (text) => {
    expect(readPhone(text)).toEqual({ number: '17012345678', extension: '1234' })
  },
)

test.each(['138****5678', '', '   ', 'none', '12345', '##d2FsbGV0##xyz', '1'.repeat(16)])('%s is no whole number', (text) => {
  expect(readPhone(text)).toBeNull()
})

test('the last four digits are known even of a masked number', () => {
  expect(['138****5678', '13812345678', '17012345678转1234', '138****', 'none'].map(lastFourOf)).toEqual([
    '5678',
    '5678',
    '5678',
    null,
    null,
  ])
})

test('however a mobile number is spaced and prefixed, it stays the same', () => {
  const digits = fc.stringMatching(/^1[3-9]\d{9}$/)
  const gaps = fc.array(fc.constantFrom('', ' ', '-'), { minLength: 11, maxLength: 11 })
  fc.assert(
    fc.property(digits, gaps, fc.constantFrom('', '+86', '0086', '86', '+86 '), (number, between, prefix) => {
      fc.pre(!/-\d{3,6}$/.test([...number].map((digit, n) => digit + between[n]).join('')) || between.filter(Boolean).length > 1)
      const written = prefix + [...number].map((digit, n) => digit + between[n]).join('')
      expect(readPhone(written)).toEqual({ number, extension: null })
    }),
  )
})

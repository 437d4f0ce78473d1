import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './json.ts'

const value = (text: string) => {
  const parsed = parseJson(text)
  return parsed.ok ? parsed.value : 'not JSON'
}

/** Every number as its text, which is what leaf readers make of it. */
const asTexts = (value: unknown): unknown => {
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(asTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]))
}

describe('numbers of a payload', () => {
  it('keep every digit beyond 2^53', () => {
    expect(value('{"tid":41171612630246574,"ids":[9007199254740993 , -9223372036854775808]}')).toEqual({
      tid: '41171612630246574',
      ids: ['9007199254740993', '-9223372036854775808'],
    })
    expect(asTexts(value('{"fee":29.50,"long":123456789012345.67}'))).toEqual({ fee: '29.5', long: '123456789012345.67' })
  })

  it('are refused by every field when they carry an exponent', () => {
    expect(value('{"tid":4.1171612630246574e16,"fee":1E2}')).toEqual({ tid: ['exponent'], fee: ['exponent'] })
  })

  it('inside strings stay as they are', () => {
    const inside = {
      a: ':12345678901234567,',
      b: '[1e5]',
      e: 'x,1e5,y',
      c: '{"id":12345678901234567}',
      d: 'x,12345678901234567]',
      'k":1': '\\',
    }
    expect(value(JSON.stringify(inside))).toEqual(inside)
    for (const [key, text] of Object.entries(inside)) expect(value(JSON.stringify({ [key]: text }))).toEqual({ [key]: text })
    expect(value(`{"n":12345678901234567,"s":${JSON.stringify(inside.a)}}`)).toEqual({ n: '12345678901234567', s: inside.a })
  })

  it('mean the same whichever way the text is read', () => {
    const number = fc.oneof(
      fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
      fc.integer().map(String),
      fc.constantFrom('0.10', '29.5', '-3.00'),
    )
    const leaf = fc.oneof(
      number,
      fc.string().map((text) => JSON.stringify(text)),
      number.map((text) => JSON.stringify(`,${text}]`)),
    )
    const texts = fc.array(leaf, { maxLength: 6 }).map((leaves) => `{"list":[${leaves.join(' , ')}],"last":${leaves.at(-1) ?? 'null'}}`)
    fc.assert(
      fc.property(texts, (text) => {
        const exact = JSON.parse(text, (_key, item, context?: { source?: string }) => (typeof item === 'number' ? context?.source : item))
        expect(shortened(asTexts(value(text)))).toEqual(shortened(exact))
      }),
    )
  })
})

/** Zeros at the end of a decimal are lost by the quick way, which changes no amount. */
const shortened = (value: unknown): unknown => {
  if (typeof value === 'string' && /^-?\d+\.\d{1,4}$/.test(value)) return String(Number(value))
  if (Array.isArray(value)) return value.map(shortened)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item)]))
}

describe('text that is no JSON', () => {
  it.each(['', '{', '{"a":1', 'null,', '<xml/>', '{"a":12345678901234567', `${'['.repeat(200_000)}`])('is said to be none', (text) => {
    expect(parseJson(text).ok).toBe(false)
  })
})

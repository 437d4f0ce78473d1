import { afterEach, expect, test } from 'vitest'
import { errorCodes } from '../../../../domain/shared/error-codes.ts'
import { chineseOf } from '../language/errors.ts'
import { language } from '../language/language.ts'
import { adviceFor, reasonOf } from './reason.ts'

afterEach(() => {
  language.value = 'zh'
})

const broken = {
  code: 'SUM_BROKEN',
  reason: 'payment does not hold at $: ..., but 100 fen against 90 fen; correct the amount that is wrong',
  details: { equation: 'payment', leftFen: 100, rightFen: 90, path: '$.payment' },
}

test('on the Chinese page a reason is Chinese, and names what the details name', () => {
  expect(reasonOf(broken)).toBe('报文中的金额互相矛盾；equation: payment；path: $.payment')
  expect(adviceFor(broken)).toMatch(/^请与渠道核对/)
})

test('on the English page a reason is what the server says', () => {
  language.value = 'en'
  expect(reasonOf(broken)).toBe(broken.reason)
  expect(adviceFor(broken)).toBeNull()
})

test('a code the page does not know keeps the words of the server', () => {
  expect(reasonOf({ code: 'OF_TOMORROW', reason: 'something new' })).toBe('something new')
})

test('Chinese says what to do wherever English does, and both for every code', () => {
  const advised = Object.entries(errorCodes).flatMap(([code, known]) => ('advice' in known ? [code] : []))
  expect(advised.filter((code) => chineseOf(code)?.advice === undefined)).toEqual([])
  expect(Object.keys(errorCodes).filter((code) => !/[一-鿿]/.test(chineseOf(code)?.title ?? ''))).toEqual([])
})

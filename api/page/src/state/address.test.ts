import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf, parseAddress } from './address.ts'

test('a link carries the screen and its filters', () => {
  expect(hashOf(['orders'], { channel: 'jd', status: '', shop: undefined, buyer: '张 三' })).toBe(
    '#/orders?channel=jd&buyer=%E5%BC%A0+%E4%B8%89',
  )
  expect(parseAddress('#/orders?channel=jd&buyer=%E5%BC%A0+%E4%B8%89')).toEqual({
    path: ['orders'],
    query: { channel: 'jd', buyer: '张 三' },
  })
})

test('no address at all is the start', () => {
  expect(parseAddress('')).toEqual({ path: [], query: {} })
  expect(parseAddress('#/')).toEqual({ path: [], query: {} })
})

test('a broken escape is shown as it is instead of breaking the page', () => {
  expect(parseAddress('#/orders/%E0%A4%A').path).toEqual(['orders', '%E0%A4%A'])
})

test('whatever the ids and filters are, reading a link gives what was written', () => {
  const words = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'az09 %/?#&=+.@~!\'"张€😀') })
  fc.assert(
    fc.property(fc.array(words, { maxLength: 4 }), fc.dictionary(words, words, { maxKeys: 4, noNullPrototype: true }), (path, query) => {
      expect(parseAddress(hashOf(path, query))).toEqual({ path, query })
    }),
  )
})

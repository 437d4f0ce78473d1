import { expect, test } from 'vitest'
import { fieldOf, nameOf, searchableOf } from './fields.ts'

test('what can be searched lies under flat names: through objects, and through arrays of objects', () => {
  const { fields } = searchableOf({
    shop: 7,
    price: { fen: -0, text: '' },
    tags: ['a', null],
    lines: [{ sku: 'p', tags: ['x', 'y'] }, { sku: null }, 'loose', ['nested']],
  })
  expect(fields).toEqual({
    shop: 7,
    price: {},
    'price/fen': 0,
    'price/text': '',
    tags: ['a', null],
    lines: [{}, {}, 'loose', {}],
    'lines/sku': ['p', null],
    'lines/tags': ['x', 'y', null],
  })
})

test('arrays behind which nothing can be are named', () => {
  expect(searchableOf({ empty: [], loose: ['x'], nested: [[{ a: 1 }]], lines: [{}], deep: { none: [] } }).hollow).toEqual([
    'empty',
    'loose',
    'nested',
    'deep/none',
  ])
  expect(searchableOf({ lines: [{ none: [] }, { none: ['x'] }], mixed: [{ some: [] }, { some: null }] }).hollow).toEqual(['lines/none'])
})

test('names that no query can say are left out', () => {
  expect(searchableOf({ 'a.b': 1, $c: 2, '': 3, 'x\0': 4, d: { 'e.f': 5 } }).fields).toEqual({ d: {} })
})

test.each(['a', 'a.b', '店铺.编号', '%2F/~', "'; --", '__proto__', 'toString', ' '])(
  'the field "%s" has a name of its own, without dots',
  (field) => {
    expect(nameOf(field)).toMatch(/^[\w%/]+$/)
    expect(fieldOf(nameOf(field))).toBe(field)
  },
)

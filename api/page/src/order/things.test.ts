import { expect, test } from 'vitest'
import { thingsOf } from './things.ts'

test('units are told by SKU, number and place', () => {
  expect(thingsOf([{ lineId: '1', sku: 'AC-35', quantity: 2, location: 'WH-SZ' }])).toEqual(['AC-35 ×2 @ WH-SZ'])
  expect(thingsOf([{ sku: 'AC-35', quantity: 2, location: 'WH-SZ' }], () => '深圳仓')).toEqual(['AC-35 ×2 @ 深圳仓'])
  expect(thingsOf([{ lineId: '1', sku: null, title: '运费', quantity: 1 }])).toEqual(['运费 ×1'])
})

test('commands and their answers are told and counted', () => {
  expect(
    thingsOf([
      { type: 'ReserveStock', data: {} },
      { type: 'ReserveStock', data: {} },
    ]),
  ).toEqual(['ReserveStock ×2'])
  expect(thingsOf([{ accepted: true }, { accepted: false, code: 'INSUFFICIENT_STOCK' }])).toEqual(['✓', '✗ INSUFFICIENT_STOCK'])
})

test('reasons are told with the rule that gave them', () => {
  expect(thingsOf([{ rule: 'dear', reason: 'above 10,000', dueAt: null }])).toEqual(['dear: above 10,000'])
})

test('of a long list the first are told, and how many more there are', () => {
  expect(thingsOf(['a', 'b', 'c', 'd', 'e', 'f'])).toEqual(['a', 'b', 'c', 'd', '+2'])
  expect(thingsOf('no list')).toEqual([])
})

test('providers come with their place among those that could come', () => {
  const candidates = [
    { provider: 'RRS', rank: 0 },
    { provider: 'AZ', rank: 1 },
  ]
  expect(thingsOf(candidates)).toEqual(['1. RRS', '2. AZ'])
})

import { expect, test } from 'vitest'
import { countText, totalText } from './counts.ts'

test('a count says how many, at least how many, or nothing where it cannot know', () => {
  expect(countText({ orders: 0, more: false })).toBe('0')
  expect(countText({ orders: 12, more: false })).toBe('12')
  expect(countText({ orders: 37, more: true })).toBe('37+')
  expect(countText({ orders: 0, more: true })).toBe('')
})

test('the sum is of orders that were placed, and says when it says too little', () => {
  const awaited = { status: 'awaited', orders: 5, more: false } as const
  const unpaid = { status: 'unpaid', orders: 2, more: false } as const
  expect(totalText([awaited, unpaid, { status: 'held', orders: 3, more: false }])).toBe('5')
  expect(totalText([unpaid, { status: 'held', orders: 999, more: true }])).toBe('999+')
  expect(totalText([{ ...awaited, more: true }, unpaid])).toBe('2')
  expect(
    totalText([
      { status: 'shipped', orders: 600, more: false },
      { status: 'held', orders: 400, more: false },
    ]),
  ).toBe('999+')
})

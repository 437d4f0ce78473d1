import { expect, test } from 'vitest'
import { apiFilters, filtersOf } from './filters.ts'

test('only filters of the order pool are taken from an address, and only when they say something', () => {
  expect(filtersOf({ channel: 'jd', status: '', screen: 'x' })).toEqual({ channel: 'jd' })
})

test('an order is found by the id of the ledger and by the id of its channel', () => {
  expect(apiFilters({ order: 'jd.shop1.2026001' })).toEqual({ orderId: 'jd.shop1.2026001' })
  expect(apiFilters({ order: '2026001' })).toEqual({ channelOrderId: '2026001' })
})

test('instants go out with their offset', () => {
  expect(apiFilters({ from: '2026-11-10T20:00:00.000+08:00', to: '1794312000000' })).toEqual({
    from: '2026-11-10T20:00:00.000+08:00',
    to: '2026-11-10T20:00:00.000+08:00',
  })
})

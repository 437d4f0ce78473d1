import { expect, test } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { ListingCommand } from './commands.ts'
import { type Listing, listedAt, listingAggregate, nextChangeOf, targetAt } from './listing.ts'

const scenario = scenariosOf(listingAggregate)
const from = (effectiveFrom: number, sku: string | null): ListingCommand => ({
  type: 'DefineListing',
  data: { channel: 'wechat-shop', shop: 's1', channelSku: '9007199254740993', sku, effectiveFrom },
})
const listing = (...commands: readonly ListingCommand[]): Listing =>
  commands.reduce((state, { data }) => listingAggregate.evolve(state, { type: 'ListingDefined', data }), listingAggregate.initial())

test('a stream is one SKU of a channel in a shop', () => {
  expect(listingAggregate.key(from(1, 'A'))).toBe('wechat%2Dshop.s1.9007199254740993')
})

scenario('a listing is defined').when(from(10, 'A')).yieldsLike({ type: 'ListingDefined' })
scenario('the same target from the same instant is a repeat').after(from(10, 'A')).when(from(10, 'A')).yieldsNothing()
scenario('another target from the same instant is refused').after(from(10, 'A')).when(from(10, 'B')).rejects('LISTING_OVERLAPS', {
  effectiveFrom: 10,
  sku: 'A',
})
scenario('another item of the channel from the same instant is refused')
  .after(from(10, 'A'))
  .when({ ...from(10, 'A'), data: { ...from(10, 'A').data, channelItem: 'I1' } })
  .rejects('LISTING_OVERLAPS')
scenario('an end from the same instant is refused').after(from(10, 'A')).when(from(10, null)).rejects('LISTING_OVERLAPS')
scenario('another target from a later instant').after(from(10, 'A')).when(from(11, 'B')).yieldsLike({ type: 'ListingDefined' })
scenario('another target from an earlier instant').after(from(10, 'A')).when(from(9, 'B')).yieldsLike({ type: 'ListingDefined' })
scenario('a repeat is one whatever was defined since').after(from(10, 'A'), from(20, 'B'), from(5, 'C')).when(from(10, 'A')).yieldsNothing()

test('the target at an instant is the last that holds from then or before, in whatever order they were defined', () => {
  for (const state of [
    listing(from(10, 'A'), from(20, 'B'), from(30, null), from(40, 'A')),
    listing(from(40, 'A'), from(20, 'B'), from(10, 'A'), from(30, null)),
  ])
    expect([9, 10, 19, 20, 29, 30, 39, 40, 1_000].map((instant) => targetAt(state, instant))).toEqual([
      null,
      'A',
      'A',
      'B',
      'B',
      null,
      null,
      'A',
      'A',
    ])
})

test('what the channel calls the item goes with its target, and the next change is known', () => {
  const state = listing({ ...from(10, 'A'), data: { ...from(10, 'A').data, channelItem: 'I1' } }, from(20, 'B'))
  expect([listedAt(state, 9), listedAt(state, 10)?.channelItem, listedAt(state, 20)?.channelItem]).toEqual([null, 'I1', undefined])
  expect([9, 10, 19, 20].map((instant) => nextChangeOf(state, instant))).toEqual([10, 20, 20, null])
})

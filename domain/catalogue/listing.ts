import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { streamKey } from '../shared/stream-name.ts'
import type { ListingCommand } from './commands.ts'
import type { CatalogueEvent } from './events.ts'

type ListingEvent = Extract<CatalogueEvent, { type: 'ListingDefined' }>

export interface ListingTarget {
  readonly effectiveFrom: number
  /** Null: not listed from then on. */
  readonly sku: string | null
  readonly channelItem?: string | undefined
}

export interface Listing {
  /** By instant, the earliest first; no two from the same. */
  readonly targets: ListingTarget[]
}

export interface ListingTypes {
  state: Listing
  command: ListingCommand
  event: ListingEvent
}

/** What a channel's SKU id means in a shop, from when on: stream `listing-<channel>.<shop>.<channel SKU>`. */
export const listingAggregate: Aggregate<ListingTypes> = {
  category: 'listing',
  stateVersion: 1,
  commandTypes: ['DefineListing'],
  key: ({ data }) => streamKey([data.channel, data.shop, data.channelSku]),
  initial: () => ({ targets: [] }),
  evolve,
  decide,
  freeze: ({ targets }) => ({ targets: [...targets] }),
  thaw: (frozen) => ({ targets: [...(frozen as Listing).targets] }),
  weigh: ({ targets }) => 200 + 100 * targets.length,
}

/** The SKU or bundle the listing sells at an instant; null when it sells nothing then. O(log n) in its targets. */
export const targetAt = (listing: Readonly<Listing>, instant: number): string | null => listedAt(listing, instant)?.sku ?? null

/** The same, with what else is known of it; null before the first. */
export const listedAt = ({ targets }: Readonly<Listing>, instant: number): ListingTarget | null =>
  targets[countUpTo(targets, instant) - 1] ?? null

/** When it next sells something else; null when that is not known. */
export const nextChangeOf = ({ targets }: Readonly<Listing>, instant: number): number | null =>
  targets[countUpTo(targets, instant)]?.effectiveFrom ?? null

function evolve(listing: Listing, { data: { effectiveFrom, sku, channelItem } }: ListingEvent): Listing {
  const target = { effectiveFrom, sku, ...(channelItem === undefined ? {} : { channelItem }) }
  listing.targets.splice(countUpTo(listing.targets, effectiveFrom), 0, target)
  return listing
}

function decide({ targets }: Readonly<Listing>, { data }: ListingCommand): Decision<ListingEvent> {
  const current = targets[countUpTo(targets, data.effectiveFrom) - 1]
  if (current?.effectiveFrom !== data.effectiveFrom) return accept({ type: 'ListingDefined', data })
  const isSame = current.sku === data.sku && current.channelItem === data.channelItem
  return isSame ? accept() : reject('LISTING_OVERLAPS', { effectiveFrom: current.effectiveFrom, sku: current.sku })
}

/** How many targets hold from that instant or earlier. */
function countUpTo(targets: readonly ListingTarget[], instant: number): number {
  let low = 0
  let high = targets.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (targets[middle]!.effectiveFrom <= instant) low = middle + 1
    else high = middle
  }
  return low
}

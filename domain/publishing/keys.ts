import type { Channel } from '../shared/fields.ts'
import { parseStreamKey, streamKey } from '../shared/stream-name.ts'

/** No channel has this name: what is told of stock and what is told of fulfilments, which begin with their channel, keep apart. */
const STOCK = 'stock'

export interface ListingName {
  readonly channel: Channel
  readonly shop: string
  readonly channelSku: string
}

/** What stock is told of: one listing of a shop. */
export const listingSubject = ({ channel, shop, channelSku }: ListingName): string => streamKey([STOCK, channel, shop, channelSku])

/** Null when it is no listing. */
export function listingOf(subject: string): ListingName | null {
  const { parts } = parseStreamKey(subject)
  const [kind, channel, shop, channelSku] = parts
  if (kind !== STOCK || channelSku === undefined) return null
  return { channel: channel as Channel, shop: shop!, channelSku }
}

/** The one thing told of a listing. */
export const stockPush = 'stock'
export const statusPush = (status: string, shipmentId: string): string => `${status}/${shipmentId}`

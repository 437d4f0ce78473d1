import type { Channel } from '../shared/fields.ts'
import { parseStreamKey, streamKey } from '../shared/stream-name.ts'

/** No channel has these names: what is told of listings, of orders and of fulfilments, which begin with their channel, keep apart. */
const STOCK = 'stock'
const ORDER = 'order'

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

/** What is told of an order as a whole. */
export const orderSubject = (orderId: string): string => streamKey([ORDER, ...parseStreamKey(orderId).parts])

/** Null when it is no order. */
export function orderOfSubject(subject: string): string | null {
  const [kind, ...parts] = parseStreamKey(subject).parts
  return kind === ORDER ? streamKey(parts) : null
}

/** The one thing told of a listing. */
export const stockPush = 'stock'
export const closedPush = 'closed'
export const statusPush = (status: string, shipmentId: string): string => `${status}/${shipmentId}`

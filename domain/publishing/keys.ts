import type { Channel } from '../shared/fields.ts'
import { parseStreamKey, streamKey } from '../shared/stream-name.ts'
import type { PushedStatus } from './statuses.ts'

/** No channel has these names: what is told of these and of fulfilments, which begin with their channel, keep apart. */
const STOCK = 'stock'
const ORDER = 'order'
const CARD = 'card'
const CASE = 'case'

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

const subjectOf = (kind: string, key: string): string => streamKey([kind, ...parseStreamKey(key).parts])

function keyOfSubject(kind: string, subject: string): string | null {
  const [said, ...parts] = parseStreamKey(subject).parts
  return said === kind ? streamKey(parts) : null
}

/** What is told of an order as a whole. */
export const orderSubject = (orderId: string): string => subjectOf(ORDER, orderId)
/** What is told of a work card: that the units are installed. */
export const cardSubject = (installationId: string): string => subjectOf(CARD, installationId)
/** What is told of an after-sales case. */
export const caseSubject = (afterSalesId: string): string => subjectOf(CASE, afterSalesId)

/** Null when it is none. */
export const orderOfSubject = (subject: string): string | null => keyOfSubject(ORDER, subject)
export const cardOfSubject = (subject: string): string | null => keyOfSubject(CARD, subject)
export const caseOfSubject = (subject: string): string | null => keyOfSubject(CASE, subject)

/** The one thing told of a listing. */
export const stockPush = 'stock'
export const closedPush = 'closed'
/** Of a parcel, a receipt, or a decision by its number. */
export const statusPush = (status: PushedStatus, of: string | number): string => `${status}/${of}`

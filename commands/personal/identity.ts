import type { CanonicalParty } from '../../domain/channel/canonical.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { type HashKeys, keyedHash } from './keyed-hash.ts'
import { readPhone } from './phone.ts'

/** What is known of whom a message is about. */
export interface About {
  /** Null when no channel sent it: then it names nobody a channel knows. */
  readonly channel: Channel | null
  /** Null when the message names nobody, or cannot be read. */
  readonly party: CanonicalParty | null
  /** Key of the order it is about (`orderKey` of stream-name.ts), when it says so. */
  readonly orderKey: string | null
  readonly messageId: string
}

/**
 * What identifies the person: their own phone; else the channel's id of the buyer, the same in all its shops; else the number or the
 * recipient token the channel made for them; else the order; else the message itself.
 * One rule that looks at the message alone: who is who does not depend on which message came first.
 */
export function identityOf({ channel, party, orderKey, messageId }: About): string {
  const phone = readPhone(party?.phone ?? '')
  if (phone !== null && phone.extension === null) return phoneIdentity(phone.number)
  if (party?.buyerId) return `buyer:${channel}:${party.buyerId}`
  if (phone !== null) return `lent-phone:${channel}:${phone.number}x${phone.extension}`
  if (party?.token) return `token:${channel}:${party.token}`
  return orderKey === null ? messageIdentity(messageId) : orderIdentity(orderKey)
}

export const phoneIdentity = (number: string): string => `phone:${number}`
export const messageIdentity = (messageId: string): string => `message:${messageId}`
export const orderIdentity = (orderKey: string): string => `order:${orderKey}`

export const identityHash = (keys: HashKeys, identity: string): string => keyedHash(keys.identity, identity)

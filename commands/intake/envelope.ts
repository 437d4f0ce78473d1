import type { Reading } from '../../connectors/port.ts'
import type { EventOfType } from '../../domain/events.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { orderKey } from '../../domain/shared/stream-name.ts'
import type { PersonSealer } from '../personal/sealer.ts'
import type { Refused } from './outcome.ts'

export interface Sender {
  readonly channel: Channel
  /** `key:<key id>` or `channel:<channel>`. */
  readonly actor: string
  /** Shop the sender says it sends for; the payload's own word comes first. */
  readonly shop?: string
}

/** What a message says of itself on the outside: nothing personal. */
export interface Envelope {
  readonly channel: Channel
  readonly shop: string | null
  readonly messageId: string
  readonly kind: 'order' | 'afterSale' | 'unknown'
  readonly channelOrderId: string | null
  readonly refundId: string | null
  readonly modifiedAt: number | null
  /** Order it is about, when it says so. */
  readonly orderKey: string | null
  readonly occurredAt: number
}

export function envelopeOf(sender: Sender, messageId: string, reading: Reading, now: number): Envelope {
  const { shop, channelOrderId, refundId, modifiedAt, kind } = outside(reading)
  const from = shop ?? sender.shop ?? null
  const order = from === null || channelOrderId === null ? null : orderKey(sender.channel, from, channelOrderId)
  const occurredAt = modifiedAt ?? now
  return { channel: sender.channel, shop: from, messageId, kind, channelOrderId, refundId, modifiedAt, orderKey: order, occurredAt }
}

function outside(reading: Reading): Pick<Envelope, 'shop' | 'channelOrderId' | 'refundId' | 'modifiedAt' | 'kind'> {
  if (!reading.ok) return { ...reading, kind: 'unknown' }
  const { message } = reading
  if (message.kind === 'afterSale') return { ...message.afterSale, kind: 'afterSale' }
  return { ...message.order, refundId: null, kind: 'order' }
}

export function receivedOf(
  { channel, shop, messageId, kind, channelOrderId, refundId, modifiedAt }: Envelope,
  person: PersonSealer,
  bytes: Uint8Array,
  receivedAt: number,
): EventOfType<'ChannelMessageReceived'>['data'] {
  return {
    ...{ channel, shop, messageId, kind, channelOrderId, refundId, modifiedAt, receivedAt },
    personId: person.personId,
    payload: person.sealPayload(bytes),
    byteLength: bytes.length,
  }
}

/** One exception for a message, whatever is tried with it: it has the message's id. */
export const rejectedOf = (
  { channel, shop, messageId, channelOrderId }: Envelope,
  { code, reason, details }: Pick<Refused, 'code' | 'reason' | 'details'>,
): EventOfType<'ChannelMessageRejected'>['data'] => ({
  ...{ channel, shop, messageId, channelOrderId },
  exceptionId: messageId,
  code,
  reason,
  details: details as EventOfType<'ChannelMessageRejected'>['data']['details'],
})

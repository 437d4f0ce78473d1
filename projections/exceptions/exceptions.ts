import type { Channel } from '../../domain/shared/fields.ts'
import { orderKey, parseStreamKey } from '../../domain/shared/stream-name.ts'
import type { Json } from '../../stores/documents/port.ts'
import { type ProjectedEvent, projection } from '../projection.ts'

/** A message of a channel, or of a warehouse, that could not be taken further; or what a channel was told in vain. Holds no personal data. */
export type ChannelException = {
  exceptionId: string
  open: boolean
  /** Null for a warehouse. */
  channel: Channel | null
  shop: string | null
  /** Location whose warehouse sent it; null for a channel. */
  location: string | null
  /** Of what a channel is told: the listing or fulfilment it is about. Null for a message. */
  subject: string | null
  /** Of what a channel is told, what was told of its subject. */
  messageId: string
  /** Where the payload is kept. */
  stream: string
  /** Number of the order, as the sender knows it. */
  channelOrderId: string | null
  /** The order it is about, when the message says shop and order. */
  orderId: string | null
  code: string
  reason: string
  details: Json
  attempts: number
  corrections: number
  firstAt: number
  lastAt: number
  /** Null while open. */
  resolution: 'retried' | 'corrected' | 'dropped' | null
  outcome: string | null
}

const ofChannels = ['ChannelMessageRejected', 'ChannelMessageCorrected', 'ExceptionResolved'] as const
const ofWarehouses = ['WmsMessageRejected', 'WmsMessageCorrected', 'WmsMessageSettled'] as const
const ofPushes = ['ChannelPushFailed', 'ChannelPushSettled'] as const
type Types = (typeof ofChannels)[number] | (typeof ofWarehouses)[number] | (typeof ofPushes)[number]
type ExceptionEvent = Extract<ProjectedEvent, { type: Types }>

/** Rejected messages, and what channels were told in vain, open until they went through or were set aside. */
export const exceptions = projection<ChannelException>({
  name: 'exceptions',
  version: 3,
  indexes: [
    { fields: ['open', 'lastAt'] },
    { fields: ['open', 'channel', 'lastAt'] },
    { fields: ['open', 'location', 'lastAt'] },
    { fields: ['open', 'code', 'lastAt'] },
    { fields: ['orderId'] },
  ],
  handles: [...ofChannels, ...ofWarehouses, ...ofPushes],
  // A message that was taken in at once has no exception.
  keys: (event) => [(event as ExceptionEvent).data.exceptionId].filter((id) => id !== null),
  evolve(document, event) {
    const { type, data } = event as ExceptionEvent
    const at = event.metadata.occurredAt
    if (type === 'ChannelMessageRejected' || type === 'WmsMessageRejected' || type === 'ChannelPushFailed')
      return reject(document, event as Rejected)
    if (document === undefined) throw new Error(`${type} of exception ${data.exceptionId}, which was never opened`)
    document.lastAt = at
    if (type === 'ChannelMessageCorrected' || type === 'WmsMessageCorrected') {
      document.corrections += 1
      return document
    }
    document.open = false
    document.resolution = data.resolution
    document.outcome = data.outcome
    return document
  },
})

type Rejected = Extract<ProjectedEvent, { type: 'ChannelMessageRejected' | 'WmsMessageRejected' | 'ChannelPushFailed' }>
type Sender = Pick<ChannelException, 'channel' | 'shop' | 'location' | 'subject' | 'channelOrderId' | 'orderId' | 'messageId'>

function senderOf({ type, data }: Rejected): Sender {
  if (type === 'WmsMessageRejected') {
    const { location, orderCode, orderId, messageId } = data
    return { channel: null, shop: null, location, subject: null, channelOrderId: orderCode, orderId, messageId }
  }
  if (type === 'ChannelPushFailed') {
    const { channel, shop, subject, orderId, pushId } = data
    const channelOrderId = orderId === null ? null : (parseStreamKey(orderId).parts.at(-1) ?? null)
    return { channel, shop, location: null, subject, channelOrderId, orderId, messageId: pushId }
  }
  const { channel, shop, channelOrderId, messageId } = data
  const orderId = shop === null || channelOrderId === null ? null : orderKey(channel, shop, channelOrderId)
  return { channel, shop, location: null, subject: null, channelOrderId, orderId, messageId }
}

function reject(known: ChannelException | undefined, event: Rejected): ChannelException {
  const { stream, metadata } = event
  const { exceptionId, code, reason, details } = event.data
  return {
    ...{ exceptionId, open: true, ...senderOf(event), stream, code, reason, details: details as Json },
    attempts: (known?.attempts ?? 0) + 1,
    corrections: known?.corrections ?? 0,
    firstAt: known?.firstAt ?? metadata.occurredAt,
    lastAt: metadata.occurredAt,
    resolution: null,
    outcome: null,
  }
}

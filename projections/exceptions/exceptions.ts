import type { Channel } from '../../domain/shared/fields.ts'
import { orderKey } from '../../domain/shared/stream-name.ts'
import type { Json } from '../../stores/documents/port.ts'
import { type ProjectedEvent, projection } from '../projection.ts'

/** A channel's message that could not be taken further. Holds no personal data. */
export type ChannelException = {
  exceptionId: string
  open: boolean
  channel: Channel
  shop: string | null
  messageId: string
  /** Where the payload is kept. */
  stream: string
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

type Types = 'ChannelMessageRejected' | 'ChannelMessageCorrected' | 'ExceptionResolved'
type ExceptionEvent = Extract<ProjectedEvent, { type: Types }>

/** Rejected messages, open until they went through or were set aside. */
export const exceptions = projection<ChannelException>({
  name: 'exceptions',
  version: 1,
  indexes: [
    { fields: ['open', 'lastAt'] },
    { fields: ['open', 'channel', 'lastAt'] },
    { fields: ['open', 'code', 'lastAt'] },
    { fields: ['orderId'] },
  ],
  handles: ['ChannelMessageRejected', 'ChannelMessageCorrected', 'ExceptionResolved'],
  keys: (event) => [(event as ExceptionEvent).data.exceptionId],
  evolve(document, event) {
    const { type, data } = event as ExceptionEvent
    const at = event.metadata.occurredAt
    if (type === 'ChannelMessageRejected') return reject(document, event as Extract<ProjectedEvent, { type: 'ChannelMessageRejected' }>)
    if (document === undefined) throw new Error(`${type} of exception ${data.exceptionId}, which was never opened`)
    document.lastAt = at
    if (type === 'ChannelMessageCorrected') {
      document.corrections += 1
      return document
    }
    document.open = false
    document.resolution = data.resolution
    document.outcome = data.outcome
    return document
  },
})

function reject(
  known: ChannelException | undefined,
  { data, stream, metadata }: Extract<ProjectedEvent, { type: 'ChannelMessageRejected' }>,
): ChannelException {
  const { exceptionId, channel, shop, messageId, channelOrderId, code, reason, details } = data
  const orderId = shop === null || channelOrderId === null ? null : orderKey(channel, shop, channelOrderId)
  return {
    ...{ exceptionId, open: true, channel, shop, messageId, stream, channelOrderId, orderId, code, reason, details: details as Json },
    attempts: (known?.attempts ?? 0) + 1,
    corrections: known?.corrections ?? 0,
    firstAt: known?.firstAt ?? metadata.occurredAt,
    lastAt: metadata.occurredAt,
    resolution: null,
    outcome: null,
  }
}

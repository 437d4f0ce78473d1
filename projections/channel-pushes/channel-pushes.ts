import type { CallOutcome } from '../../domain/outbound/calls.ts'
import { type PublishingEvent, publishingEvents } from '../../domain/publishing/events.ts'
import { stockPush } from '../../domain/publishing/keys.ts'
import type { PushMessage } from '../../domain/publishing/messages.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { type ProjectedEvent, projection } from '../projection.ts'

export type PushAttempt = {
  /** Of the content, and which try of it. */
  number: number
  attempt: number
  requestId: string
  begunAt: number
  /** Null while it is on its way. */
  answeredAt: number | null
  outcome: CallOutcome | null
  code: string | null
}

/** One thing a channel is told: how many units a listing shows, or a status of a parcel. Holds no personal data. */
export type ChannelPush = {
  subject: string
  pushId: string
  kind: PushMessage['kind']
  channel: Channel
  shop: string
  orderId: string | null
  sku: string | null
  channelSku: string | null
  state: 'sending' | 'retrying' | 'taken' | 'failed' | 'dropped'
  /** Units it is told to show; null for a status. */
  quantity: number | null
  /** Units it took last, which it shows as far as is known. */
  shownQuantity: number | null
  /** What is told, whole. */
  message: PushMessage
  policy: { name: string; version: number }
  /** Tries in all, and the last of them. */
  tries: number
  attempts: PushAttempt[]
  takenAt: number | null
  retryAt: number | null
  exceptionId: string | null
  lastAt: number
}

/** Tries that are shown; all of them are in the log. */
const mostAttempts = 20

/** What channels are told, try by try. */
export const channelPushes = projection<ChannelPush>({
  name: 'channel-pushes',
  version: 1,
  indexes: [
    { fields: ['kind', 'lastAt'] },
    { fields: ['kind', 'sku', 'lastAt'] },
    { fields: ['kind', 'shop', 'lastAt'] },
    { fields: ['kind', 'state', 'lastAt'] },
    { fields: ['orderId', 'lastAt'] },
  ],
  handles: Object.keys(publishingEvents) as PublishingEvent['type'][],
  keys(event) {
    const { subject, pushId } = (event as PushEvent).data
    return [pushId === stockPush ? subject : `${subject}/${pushId}`]
  },
  evolve(document, event) {
    const { type, data } = event as PushEvent
    if (type === 'ChannelPushBegun') return begin(document, data)
    if (document === undefined) throw new Error(`${type} of ${data.subject}, of which nothing was told`)
    document.lastAt = event.metadata.occurredAt
    if (type === 'ChannelPushAnswered') return answer(document, data)
    document.exceptionId = type === 'ChannelPushFailed' ? data.exceptionId : null
    if (type === 'ChannelPushFailed') document.state = 'failed'
    else if (data.outcome !== 'taken') document.state = data.resolution === 'dropped' ? 'dropped' : 'retrying'
    return document
  },
})

type PushEvent = ProjectedEvent & PublishingEvent
type Begun = Extract<PublishingEvent, { type: 'ChannelPushBegun' }>['data']
type Answered = Extract<PublishingEvent, { type: 'ChannelPushAnswered' }>['data']

function begin(known: ChannelPush | undefined, data: Begun): ChannelPush {
  const { subject, pushId, channel, shop, orderId, sku, message, policy, number, attempt, requestId, begunAt } = data
  const tried: PushAttempt = { number, attempt, requestId, begunAt, answeredAt: null, outcome: null, code: null }
  return {
    ...{ subject, pushId, kind: message.kind, channel, shop, orderId, sku, state: 'sending', message, policy, lastAt: begunAt },
    channelSku: message.kind === 'stock' ? message.channelSku : null,
    quantity: message.kind === 'stock' ? message.quantity : null,
    shownQuantity: known?.shownQuantity ?? null,
    tries: (known?.tries ?? 0) + 1,
    attempts: [...(known?.attempts ?? []), tried].slice(-mostAttempts),
    takenAt: known?.takenAt ?? null,
    retryAt: null,
    exceptionId: known?.exceptionId ?? null,
  }
}

function answer(push: ChannelPush, { number, attempt, outcome, code, answeredAt, retryAt }: Answered): ChannelPush {
  push.attempts = push.attempts.map((each) =>
    each.number === number && each.attempt === attempt ? { ...each, answeredAt, outcome, code } : each,
  )
  push.retryAt = retryAt
  push.state = outcome === 'taken' ? 'taken' : 'retrying'
  if (outcome !== 'taken') return push
  push.takenAt = answeredAt
  push.shownQuantity = push.quantity
  return push
}

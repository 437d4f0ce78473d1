import { type Calls, callAnswered, callBegun, noCalls, standingOfAnswer, standingOfTry } from '../outbound/calls.ts'
import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import type { PublishingData, PublishingEvent } from './events.ts'
import type { PushMessage } from './messages.ts'

type Begun = PublishingData<'ChannelPushBegun'>
type Answered = PublishingData<'ChannelPushAnswered'>
type Failed = PublishingData<'ChannelPushFailed'>
type Settled = PublishingData<'ChannelPushSettled'>

/** One thing a channel is told, whose content may change: stock does. */
export interface Push {
  /** Whose it is; null before the first try. */
  about: Pick<Begun, 'channel' | 'shop' | 'orderId' | 'sku'> | null
  /** Of the content that was sent last; 0 before the first. */
  number: number
  message: PushMessage | null
  requestId: string | null
  begunAt: number | null
  calls: Calls
  /** Tries in a row that came to nothing, whatever their content was. */
  failures: number
  /** When the last try ended of which nobody knows whether it got there; it may still. */
  lostAt: number | null
  /** What the channel took last. */
  taken: { readonly number: number; readonly message: PushMessage; readonly begunAt: number } | null
  /** What was told in vain: open until it is taken, tried anew or set aside. */
  failed: { readonly exceptionId: string; readonly number: number } | null
  /** The content that was set aside. */
  droppedNumber: number | null
}

export interface Pushes {
  readonly pushes: Map<string, Push>
}

export type PublishingCommand =
  /** Before something is sent to the channel: the next try of it, or the first of other content. */
  | { readonly type: 'BeginChannelPush'; readonly data: Begun }
  /** What came of it, and the exception it becomes when it is not to be tried again. */
  | {
      readonly type: 'AnswerChannelPush'
      readonly data: Answered & { readonly failure: Pick<Failed, 'exceptionId' | 'code' | 'reason' | 'details'> | null }
    }
  | { readonly type: 'SettleChannelPush'; readonly data: Pick<Settled, 'subject' | 'pushId' | 'resolution'> }

const noPush = (): Push => ({
  ...{ about: null, number: 0, message: null, requestId: null, begunAt: null, calls: noCalls(), failures: 0, lostAt: null, taken: null },
  ...{ failed: null, droppedNumber: null },
})

function evolve({ pushes }: Pushes, { type, data }: PublishingEvent): Pushes {
  const push = pushes.get(data.pushId) ?? noPush()
  pushes.set(data.pushId, push)
  switch (type) {
    case 'ChannelPushBegun':
      if (data.number !== push.number) push.calls = noCalls()
      push.about = { channel: data.channel, shop: data.shop, orderId: data.orderId, sku: data.sku }
      push.number = data.number
      push.message = data.message
      push.requestId = data.requestId
      push.begunAt = data.begunAt
      callBegun(push.calls, data)
      break
    case 'ChannelPushAnswered':
      answered(push, data)
      break
    case 'ChannelPushFailed':
      push.failed = { exceptionId: data.exceptionId, number: push.number }
      break
    case 'ChannelPushSettled':
      push.failed = null
      push.failures = 0
      if (data.resolution === 'dropped') push.droppedNumber = push.number
      break
  }
  return { pushes }
}

function answered(push: Push, data: Answered): void {
  callAnswered(push.calls, data)
  if (data.outcome === 'unanswered') push.lostAt = data.answeredAt
  if (data.outcome !== 'taken') push.failures += 1
  else {
    push.failures = 0
    push.taken = { number: push.number, message: push.message!, begunAt: push.begunAt! }
  }
}

function decide({ pushes }: Readonly<Pushes>, { type, data }: PublishingCommand): Decision<PublishingEvent> {
  const push = pushes.get(data.pushId) ?? noPush()
  switch (type) {
    case 'BeginChannelPush':
      return begin(push, data)
    case 'AnswerChannelPush':
      return answer(push, data)
    case 'SettleChannelPush':
      return settle(pushes, data)
  }
}

/** One try at a time, whatever it says: what is newer is sent once it is known, or given up, what became of what is older. */
function begin(push: Readonly<Push>, data: Begun): Decision<PublishingEvent> {
  const { number, calls } = push
  if (data.number === number + 1 && data.attempt === 1 && !calls.isPending) return accept({ type: 'ChannelPushBegun', data })
  if (data.number !== number || !same(data.message, push.message)) return contended(push)
  const standing = standingOfTry(calls, data.attempt)
  return standing === 'contended' ? contended(push) : accept(...(standing === 'new' ? [{ type: 'ChannelPushBegun' as const, data }] : []))
}

function answer(
  push: Readonly<Push>,
  { failure, ...data }: Extract<PublishingCommand, { type: 'AnswerChannelPush' }>['data'],
): Decision<PublishingEvent> {
  if (data.number !== push.number) return contended(push)
  const standing = standingOfAnswer(push.calls, data)
  if (standing !== 'new') return standing === 'contended' ? contended(push) : accept()
  const { subject, channel, shop, pushId, orderId, sku } = data
  const which = { subject, channel, shop, pushId, orderId, sku }
  const events: PublishingEvent[] = [{ type: 'ChannelPushAnswered', data }]
  if (failure !== null) events.push({ type: 'ChannelPushFailed', data: { ...which, ...failure } })
  else if (data.outcome === 'taken' && push.failed !== null)
    events.push({
      type: 'ChannelPushSettled',
      data: { ...which, exceptionId: push.failed.exceptionId, resolution: 'retried', outcome: 'taken' },
    })
  return accept(...events)
}

function settle(
  pushes: Pushes['pushes'],
  { subject, pushId, resolution }: Pick<Settled, 'subject' | 'pushId' | 'resolution'>,
): Decision<PublishingEvent> {
  const push = pushes.get(pushId)
  if (push === undefined || push.failed === null) return reject('EXCEPTION_UNKNOWN', { subject, pushId })
  const { exceptionId } = push.failed
  const outcome = resolution === 'dropped' ? 'dropped' : 'asked'
  return accept({ type: 'ChannelPushSettled', data: { subject, pushId, ...push.about!, exceptionId, resolution, outcome } })
}

const contended = ({ number, calls }: Readonly<Push>) => reject('CONTENDED', { number, attempt: calls.attempt, outcome: calls.outcome })

type Frozen = readonly (readonly [string, Push])[]
const copyOf = (push: Readonly<Push>): Push => ({ ...push, calls: { ...push.calls } })

/** What a channel is told of one listing, fulfilment, order, work card or after-sales case: stream `push-<subject>`. */
export const pushAggregate: Aggregate<{ state: Pushes; command: PublishingCommand; event: PublishingEvent }> = {
  category: 'push',
  stateVersion: 2,
  commandTypes: ['BeginChannelPush', 'AnswerChannelPush', 'SettleChannelPush'],
  naturallyKeyed: ['BeginChannelPush', 'AnswerChannelPush'],
  key: ({ data }) => data.subject,
  initial: () => ({ pushes: new Map() }),
  evolve,
  decide,
  freeze: ({ pushes }): Frozen => [...pushes].map(([pushId, push]) => [pushId, copyOf(push)] as const),
  thaw: (frozen) => ({ pushes: new Map((frozen as Frozen).map(([pushId, push]) => [pushId, copyOf(push)])) }),
  weigh: ({ pushes }) => 200 + 3_000 * pushes.size,
}

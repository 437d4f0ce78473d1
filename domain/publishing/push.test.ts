import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallOutcome } from '../outbound/calls.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import { publishingEvents } from './events.ts'
import { type PublishingCommand, pushAggregate } from './push.ts'

const which = { subject: 'stock.app.s1.c1', channel: 'app' as const, shop: 's1', pushId: 'stock', orderId: null, sku: 'A' }
const stock = (quantity: number) => ({
  ...{ kind: 'stock' as const, channelSku: 'c1', channelItem: null, quantity, rule: { name: 'channel-stock', version: 1 }, parts: [] },
})
const begin = (number: number, attempt: number, quantity = number): PublishingCommand => ({
  type: 'BeginChannelPush',
  data: {
    ...{ ...which, number, attempt, requestId: `r${number}`, message: stock(quantity), begunAt: 10 * number + attempt },
    policy: { name: 'channel-connection', version: 1 },
  },
})
const failure = { exceptionId: 'x', code: 'CHANNEL_REFUSED', reason: 'no', details: {} }
const answer = (number: number, attempt: number, outcome: CallOutcome, failed = false): PublishingCommand => ({
  type: 'AnswerChannelPush',
  data: { ...which, number, attempt, outcome, code: null, answeredAt: 5, retryAt: null, failure: failed ? failure : null },
})
const settle = (resolution: 'retried' | 'dropped'): PublishingCommand => ({
  type: 'SettleChannelPush',
  data: { subject: which.subject, pushId: which.pushId, resolution },
})

const scenario = scenariosOf(pushAggregate)
scenario('a try is written down before it is sent')
  .when(begin(1, 1))
  .yieldsLike({ type: 'ChannelPushBegun', data: { number: 1, attempt: 1 } })
scenario('writing it down again is a repeat').after(begin(1, 1)).when(begin(1, 1)).yieldsNothing()
scenario('what is newer is not sent while a try is on its way').after(begin(1, 1)).when(begin(2, 1)).rejects('CONTENDED', { number: 1 })
scenario('nor is the next try of the same').after(begin(1, 1)).when(begin(1, 2)).rejects('CONTENDED', { attempt: 1 })
scenario('what is newer follows a try that came to nothing, as its first')
  .after(begin(1, 1), answer(1, 1, 'unanswered'))
  .when(begin(2, 1))
  .yieldsLike({ type: 'ChannelPushBegun', data: { number: 2 } })
scenario('what is older is never sent again')
  .after(begin(1, 1), answer(1, 1, 'unanswered'), begin(2, 1), answer(2, 1, 'taken'))
  .when(begin(1, 2))
  .rejects('CONTENDED', { number: 2 })
scenario('the same number says the same')
  .after(begin(1, 1), answer(1, 1, 'unreached'))
  .when(begin(1, 2, 7))
  .rejects('CONTENDED')
scenario('what was taken is not sent again')
  .after(begin(1, 1), answer(1, 1, 'taken'))
  .when(begin(1, 2))
  .rejects('CONTENDED', { outcome: 'taken' })
scenario('an answer to an earlier content comes too late')
  .after(begin(1, 1), answer(1, 1, 'refused'), begin(2, 1))
  .when(answer(1, 1, 'taken'))
  .rejects('CONTENDED')
scenario('what is told in vain is an exception')
  .after(begin(1, 1))
  .when(answer(1, 1, 'refused', true))
  .yieldsLike(
    { type: 'ChannelPushAnswered', data: { outcome: 'refused' } },
    { type: 'ChannelPushFailed', data: { exceptionId: 'x', sku: 'A' } },
  )
scenario('which ends when what is newer is taken')
  .after(begin(1, 1), answer(1, 1, 'refused', true), begin(2, 1))
  .when(answer(2, 1, 'taken'))
  .yieldsLike({ type: 'ChannelPushAnswered' }, { type: 'ChannelPushSettled', data: { resolution: 'retried', outcome: 'taken' } })
scenario('or when it is tried anew')
  .after(begin(1, 1), answer(1, 1, 'refused', true))
  .when(settle('retried'))
  .yieldsLike({ type: 'ChannelPushSettled', data: { resolution: 'retried', outcome: 'asked', exceptionId: 'x', channel: 'app' } })
scenario('once')
  .after(begin(1, 1), answer(1, 1, 'refused', true), settle('dropped'))
  .when(settle('dropped'))
  .rejects('EXCEPTION_UNKNOWN')
scenario('nothing is settled where nothing was told in vain').after(begin(1, 1)).when(settle('dropped')).rejects('EXCEPTION_UNKNOWN')

test('whatever is asked, numbers and tries go up one by one, one is on its way at most, and a frozen state is the same', () => {
  const commands = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })).map(([number, attempt]) => begin(number, attempt)),
    fc
      .tuple(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('taken', 'refused', 'unreached', 'unanswered'),
        fc.boolean(),
      )
      .map(([number, attempt, outcome, failed]) => answer(number, attempt, outcome, failed && outcome !== 'taken')),
    fc.constantFrom('retried' as const, 'dropped' as const).map(settle),
  )
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 40 }), (asked) => {
      let state = pushAggregate.initial()
      let last = [0, 0]
      let isPending = false
      for (const command of asked) {
        const decision = pushAggregate.decide(state, command)
        for (const event of decision.accepted ? decision.events : []) {
          if (event.type === 'ChannelPushBegun') {
            const { number, attempt } = event.data
            expect(isPending).toBe(false)
            expect([`${last[0]}.${last[1]! + 1}`, `${last[0]! + 1}.1`]).toContain(`${number}.${attempt}`)
            last = [number, attempt]
            isPending = true
          }
          if (event.type === 'ChannelPushAnswered') isPending = false
          state = pushAggregate.evolve(state, event)
        }
        expect(pushAggregate.thaw(JSON.parse(JSON.stringify(pushAggregate.freeze(state))))).toEqual(state)
      }
    }),
  )
})

test('what was told before it was kept whether anything was paid says that nobody knows', () => {
  const { upcasts } = publishingEvents.ChannelPushBegun
  const closed = { kind: 'closed', channelOrderId: '1', cancelledBy: 'operator' }
  expect(upcasts[1]({ number: 1, message: closed })).toEqual({ number: 1, message: { ...closed, isPaid: null } })
  expect(upcasts[1]({ number: 1, message: stock(5) })).toEqual({ number: 1, message: stock(5) })
})

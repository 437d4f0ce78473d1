import fc from 'fast-check'
import { expect, test } from 'vitest'
import { streamName } from '../shared/stream-name.ts'
import { agrees, equal, law, type Verdict } from '../shared/testing/agreement.ts'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { MergingCommand } from './commands.ts'
import { mergingEvents } from './events.ts'
import { type Merging, mergingAggregate, mergingKey, waitingIn } from './merging.ts'

const scenario = scenariosOf(mergingAggregate)
const mergingId = mergingKey('app', 's1', 'a-b_c')
const workAt = (order: string, location: string) => [{ fulfilmentId: `app.s1.${order}.1@${location}`, location }]
const wait = (order: string, dueAt: number, location = 'HZ'): MergingCommand => ({
  type: 'AwaitMerge',
  data: { mergingId, orderId: `app.s1.${order}`, work: workAt(order, location), dueAt, askedAt: 1 },
})
const settle = (askedAt: number): MergingCommand => ({
  type: 'SettleMerge',
  data: { mergingId, gatherBy: askedAt + 5, policy: { name: 'audit', version: 3 }, askedAt },
})
const leave = (order: string): MergingCommand => ({ type: 'LeaveMerge', data: { mergingId, orderId: `app.s1.${order}`, reason: 'held' } })

test('a stream is the orders of one buyer to one address', () => {
  expect(streamName('merging', mergingAggregate.key(leave('1')))).toBe('merging-app.s1.a%2Db_c')
})

scenario('an order waits until its time')
  .when(wait('1', 9))
  .yieldsLike({ type: 'MergeAwaited', data: { dueAt: 9 } })
scenario('it waits once').after(wait('1', 9)).when(wait('1', 9)).yieldsNothing()
scenario('it may come to be given out as other work, and waits no longer for that')
  .after(wait('1', 9))
  .when(wait('1', 12, 'SH'))
  .yieldsLike({ type: 'MergeAwaited', data: { dueAt: 9, work: workAt('1', 'SH') } })
scenario('nobody is merged before the first has waited long enough')
  .after(wait('1', 9), wait('2', 7))
  .when(settle(6))
  .rejects('NOT_DUE', { dueAt: 7 })
scenario('all who wait then go together')
  .after(wait('1', 9), wait('2', 7))
  .when(settle(7))
  .yieldsLike({
    type: 'OrdersMerged',
    data: { group: 1, gatherBy: 12, policy: { version: 3 }, orders: [{ orderId: 'app.s1.1' }, { orderId: 'app.s1.2' }] },
  })
scenario('the only one goes by itself').after(wait('1', 9)).when(settle(9)).yieldsLike({ type: 'MergeWaitEnded' })
scenario('so many may wait for each other, and whoever comes then goes by itself')
  .after(...Array.from({ length: 100 }, (_, number) => wait(`w${number}`, 9)))
  .when(wait('1', 9))
  .rejects('MERGE_OVER', { is: 'full' })
scenario('who went does not wait again').after(wait('1', 9), settle(9)).when(wait('1', 20)).rejects('MERGE_OVER', { is: 'alone' })
scenario('who left is not merged')
  .after(wait('1', 9), wait('2', 9), leave('1'))
  .when(settle(9))
  .yieldsLike({ type: 'MergeWaitEnded', data: { orderId: 'app.s1.2' } })
scenario('who was merged may leave').after(wait('1', 9), wait('2', 9), settle(9)).when(leave('1')).yieldsLike({ type: 'MergeLeft' })
scenario('leaving twice is a repeat').after(wait('1', 9), leave('1')).when(leave('1')).yieldsNothing()
scenario('who never waited cannot leave').when(leave('1')).yieldsNothing()

/** Said again: each order goes one way, once. */
function model() {
  const waiting = new Map<string, { dueAt: number; location: string }>()
  const went = new Set<string>()
  const together = new Set<string>()
  return {
    judge({ type, data }: MergingCommand): Verdict {
      if (type === 'AwaitMerge') {
        const location = data.work[0]!.location
        const mine = waiting.get(data.orderId)
        if (went.has(data.orderId)) return 'MERGE_OVER'
        if (mine?.location === location) return 'repeat'
        waiting.set(data.orderId, { dueAt: Math.min(data.dueAt, mine?.dueAt ?? data.dueAt), location })
        return 'happens'
      }
      if (type === 'LeaveMerge') {
        const isIn = waiting.delete(data.orderId) || together.delete(data.orderId)
        if (isIn) went.add(data.orderId)
        return isIn ? 'happens' : 'repeat'
      }
      if (![...waiting.values()].some(({ dueAt }) => dueAt <= data.askedAt)) return 'NOT_DUE'
      for (const orderId of waiting.keys()) {
        went.add(orderId)
        if (waiting.size > 1) together.add(orderId)
      }
      waiting.clear()
      return 'happens'
    },
    check(state: Readonly<Merging>) {
      equal(
        waitingIn(state)
          .map(({ orderId }) => orderId)
          .sort(),
        [...waiting.keys()].sort(),
        'those who wait',
      )
      const groups = [...state.groups.values()].flatMap(({ orders }) => orders.map(({ orderId }) => orderId))
      law(new Set(groups).size === groups.length, 'no order is merged twice')
      const merged = [...state.orders].flatMap(([orderId, { is }]) => (is === 'merged' ? [orderId] : []))
      equal(merged.sort(), [...together].sort(), 'those who go together')
    },
  }
}

const order = fc.integer({ min: 1, max: 9 }).map(String)
const at = fc.integer({ min: 1, max: 60 })
const command: fc.Arbitrary<MergingCommand> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(order, at, fc.constantFrom('HZ', 'SH')).map((of) => wait(...of)) },
  { weight: 3, arbitrary: at.map(settle) },
  { weight: 2, arbitrary: order.map(leave) },
)

test('whoever comes, changes and leaves, in whatever order, each goes one way and once', () => {
  const alter = (asked: MergingCommand, by: number) => (asked.type === 'SettleMerge' ? settle(asked.data.askedAt + by) : asked)
  agrees({ aggregate: mergingAggregate, model, command, alter, runs: 300, commandsPerRun: 40 })
})

test('what was merged before policies said how long was gathered by what was built in', () => {
  expect(mergingEvents.OrdersMerged.upcasts[1]({ group: 1 })).toEqual({ group: 1, policy: { name: 'audit', version: 0 } })
})

import type { Aggregate } from '../shared/aggregate.ts'
import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import { type MergingCommand, mergingCommands } from './commands.ts'
import type { MergingEvent } from './events.ts'

type DataOf<Type extends MergingEvent['type']> = Extract<MergingEvent, { type: Type }>['data']
type Work = DataOf<'MergeAwaited'>['work']
export type MergedGroup = Pick<DataOf<'OrdersMerged'>, 'group' | 'orders' | 'gatherBy'>

/** What became of an order that offered itself. */
export type Merged =
  | { readonly is: 'waiting'; readonly work: Work; readonly dueAt: number }
  | { readonly is: 'merged'; readonly work: Work; readonly group: number }
  | { readonly is: 'alone' | 'left' }

/** Orders of one buyer to one address that wait for each other, or waited. */
export interface Merging {
  /** By order, the first to come first. */
  readonly orders: Map<string, Merged>
  /** By number; the last ones. */
  readonly groups: Map<number, MergedGroup>
  groupCount: number
}

/** A buyer who orders again and again fills no memory: by then the oldest are long sent. */
const mostOrders = 500
const mostGroups = 100
/** Most orders that go together. */
const mostTogether = 100

/** @param scope Shop, or owner of shops, within which orders go together. */
export const mergingKey = (channel: string, scope: string, recipientFingerprint: string): string =>
  streamKey([channel, scope, recipientFingerprint])

const initial = (): Merging => ({ orders: new Map(), groups: new Map(), groupCount: 0 })

function evolve(merging: Merging, { type, data }: MergingEvent): Merging {
  switch (type) {
    case 'MergeAwaited':
      merging.orders.set(data.orderId, { is: 'waiting', work: data.work, dueAt: data.dueAt })
      break
    case 'OrdersMerged': {
      const { group, orders, gatherBy } = data
      merging.groupCount = group
      merging.groups.set(group, { group, orders, gatherBy })
      for (const { orderId, work } of orders) merging.orders.set(orderId, { is: 'merged', work, group })
      break
    }
    case 'MergeWaitEnded':
      merging.orders.set(data.orderId, { is: 'alone' })
      break
    case 'MergeLeft':
      merging.orders.set(data.orderId, { is: 'left' })
      break
  }
  forget(merging)
  return merging
}

function forget({ orders, groups }: Merging): void {
  for (const group of groups.keys()) if (groups.size > mostGroups) groups.delete(group)
  for (const [orderId, { is }] of orders) if (orders.size > mostOrders && is !== 'waiting') orders.delete(orderId)
}

type Waiting = Extract<Merged, { is: 'waiting' }> & { readonly orderId: string }

/** The first to come first. */
export const waitingIn = ({ orders }: Readonly<Merging>): readonly Waiting[] =>
  [...orders].flatMap(([orderId, merged]) => (merged.is === 'waiting' ? [{ orderId, ...merged }] : []))

/** When the first wait is over; null while nobody waits. */
export function settleAt(merging: Readonly<Merging>): number | null {
  const waiting = waitingIn(merging)
  return waiting.length === 0 ? null : Math.min(...waiting.map(({ dueAt }) => dueAt))
}

function decide(merging: Readonly<Merging>, { type, data }: MergingCommand): Decision<MergingEvent> {
  switch (type) {
    case 'AwaitMerge':
      return wait(merging, data)
    case 'SettleMerge':
      return settle(merging, data)
    case 'LeaveMerge': {
      const merged = merging.orders.get(data.orderId)
      const isIn = merged !== undefined && (merged.is === 'waiting' || merged.is === 'merged')
      return isIn ? accept({ type: 'MergeLeft', data }) : accept()
    }
  }
}

/** Who once went, by itself or with others, does not wait again; who waits may come to be given out as other work, no later for it. */
function wait(merging: Readonly<Merging>, data: CommandOf<MergingCommand, 'AwaitMerge'>['data']): Decision<MergingEvent> {
  const merged = merging.orders.get(data.orderId)
  if (merged !== undefined && merged.is !== 'waiting') return reject('MERGE_OVER', { orderId: data.orderId, is: merged.is })
  if (merged !== undefined && same(merged.work, data.work)) return accept()
  if (merged === undefined && waitingIn(merging).length >= mostTogether) return reject('MERGE_OVER', { orderId: data.orderId, is: 'full' })
  return accept({ type: 'MergeAwaited', data: { ...data, dueAt: Math.min(data.dueAt, merged?.dueAt ?? data.dueAt) } })
}

function settle(merging: Readonly<Merging>, data: CommandOf<MergingCommand, 'SettleMerge'>['data']): Decision<MergingEvent> {
  const { mergingId, gatherBy, policy, askedAt } = data
  const dueAt = settleAt(merging)
  if (dueAt === null || dueAt > askedAt) return reject('NOT_DUE', { dueAt })
  const waiting = waitingIn(merging)
  const [only, ...others] = waiting
  if (others.length === 0) return accept({ type: 'MergeWaitEnded', data: { mergingId, orderId: only!.orderId, askedAt } })
  const orders = waiting.map(({ orderId, work }) => ({ orderId, work }))
  return accept({ type: 'OrdersMerged', data: { mergingId, group: merging.groupCount + 1, orders, gatherBy, policy, askedAt } })
}

interface Frozen {
  readonly orders: readonly (readonly [string, Merged])[]
  readonly groups: readonly (readonly [number, MergedGroup])[]
  readonly groupCount: number
}

/** Which orders of one buyer to one address go out together: stream `merging-<channel>.<shop or owner>.<fingerprint>`. */
export const mergingAggregate: Aggregate<{ state: Merging; command: MergingCommand; event: MergingEvent }> = {
  category: 'merging',
  stateVersion: 1,
  commandTypes: Object.keys(mergingCommands) as MergingCommand['type'][],
  key: ({ data }) => data.mergingId,
  initial,
  evolve,
  decide,
  freeze: ({ orders, groups, groupCount }): Frozen => ({ orders: [...orders], groups: [...groups], groupCount }),
  thaw(frozen) {
    const { orders, groups, groupCount } = frozen as Frozen
    return { orders: new Map(orders), groups: new Map(groups), groupCount }
  },
  weigh: ({ orders, groups }) => 200 + 300 * orders.size + 600 * groups.size,
}

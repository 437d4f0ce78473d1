import { type Merged, type Merging, mergingAggregate, waitingIn } from '../../../domain/merging/merging.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Next } from '../process.ts'
import type { Tell } from '../told.ts'
import { mayFulfil, type Work } from './fulfil.ts'

/** Whoever waits to be merged is woken by what becomes of the wait. */
export const mergingWait = (mergingId: string): string => `merging:${mergingId}`

const ask = (step: string, ...asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })

type RequestData = { readonly fulfilmentId: string; readonly location: string; readonly kind: string }
const offered = (asks: readonly Tell[]) =>
  asks.map(({ data }) => {
    const { fulfilmentId, location } = data as RequestData
    return { fulfilmentId, location }
  })

/** Merging is about what is given out for the first time, and sent to the buyer's door. */
const mayMerge = (order: Readonly<Order>, works: readonly Work[], asks: readonly Tell[]): boolean =>
  order.phase === 'open' &&
  order.shipments.size === 0 &&
  works.length === 0 &&
  asks.length > 0 &&
  asks.every(({ data }) => (data as RequestData).kind === 'delivery')

const withGroup = (asks: readonly Tell[], mergingId: string, group: number): readonly Tell[] =>
  asks.map((each) => ({ ...each, data: { ...(each.data as object), merged: { mergingId, group } } }))

export type Company = { readonly next: Next } | { readonly asks: readonly Tell[] }

/**
 * What an order that may be given out does about others it may go out with: waits for them as long as the audit says, joins who waits already,
 * and goes with those it was merged with.
 */
export async function keepCompany(
  bus: CommandBus,
  order: Readonly<Order>,
  { steps }: Readonly<ProcessState>,
  works: readonly Work[],
  asks: readonly Tell[],
  askedAt: number,
): Promise<Company> {
  const merging = order.audit?.merging
  if (merging === undefined || !mayMerge(order, works, asks)) return { asks }
  const { mergingId, dueAt } = merging
  const others = await bus.look(mergingAggregate, mergingId)
  const mine = others?.orders.get(order.orderId)
  const work = offered(asks)
  const waiting = (dueAt: number): Company => ({
    next: ask('company', { type: 'AwaitMerge', data: { mergingId, orderId: order.orderId, work, dueAt, askedAt } }),
  })
  if (mine === undefined) {
    // As many as may wait for each other do already.
    if (steps.get('company')?.answers.some(({ accepted }) => !accepted)) return { asks }
    if (dueAt !== null && dueAt > askedAt) return waiting(dueAt)
    // Nobody waits for this one by rule: it joins who waits already, and they go at once.
    return others !== null && waitingIn(others).length > 0 ? waiting(askedAt) : { asks }
  }
  if (mine.is === 'waiting') {
    if (!same(mine.work, work)) return waiting(mine.dueAt)
    return { next: { do: 'wait', forWhat: 'merge', keys: [mergingWait(mergingId)], dueAt: null } }
  }
  if (mine.is !== 'merged') return { asks }
  if (same(mine.work, work)) return { asks: withGroup(asks, mergingId, mine.group) }
  return { next: leaving(order, mergingId, 'it is to be given out as other work') }
}

const leaving = ({ orderId }: Readonly<Order>, mergingId: string, reason: string): Next =>
  ask('leave', { type: 'LeaveMerge', data: { mergingId, orderId, reason } })

const isIn = (merging: Readonly<Merging> | null, orderId: string): Extract<Merged, { is: 'waiting' | 'merged' }> | null => {
  const merged = merging?.orders.get(orderId)
  return merged !== undefined && (merged.is === 'waiting' || merged.is === 'merged') ? merged : null
}

/** An order that may not leave any more, or not as it said, and that was not given out yet, does not keep the others waiting. */
export async function leaveCompany(
  bus: CommandBus,
  order: Readonly<Order>,
  { steps }: Readonly<ProcessState>,
  works: readonly Work[],
  isWhole: boolean,
): Promise<Next | null> {
  const offer = steps.get('company')?.asks[0]?.data as { readonly mergingId: string } | undefined
  if (offer === undefined) return null
  const { mergingId } = offer
  const merged = isIn(await bus.look(mergingAggregate, mergingId), order.orderId)
  if (merged === null || works.some(({ fulfilment }) => fulfilment?.request?.merged !== undefined)) return null
  const isFit =
    order.phase === 'open' && isWhole && mayFulfil(order) && order.shipments.size === 0 && order.audit?.merging?.mergingId === mergingId
  return isFit ? null : leaving(order, mergingId, 'it may not leave as it is')
}

import type { Bearer } from '../shared/fields.ts'
import type { EventOfOrder, HoldReason, OrderLine } from './events.ts'

/** What the ledger knows of one line, down to each unit. Units leave from the first, and are cancelled from the last. */
export interface LineState {
  readonly lineId: string
  readonly kind: OrderLine['kind']
  /** Line it is a gift of. */
  readonly giftOf: string | null
  readonly sku: string | null
  readonly category: string
  readonly brand: string
  readonly quantity: number
  readonly stock: OrderLine['stock']
  readonly delivery: OrderLine['delivery']
  readonly appointedLocation: string | null
  readonly serialNumbers: readonly string[]
  readonly unitBuyerFen: readonly number[]
  /** What each payer of discounts gave for each unit. */
  readonly bearers: readonly { readonly bearer: Bearer; readonly unitFen: readonly number[] }[]
  /** What of each unit's price is to be paid: nothing for units cancelled before everything was paid. */
  readonly unitDueFen: number[]
  readonly unitRefundedFen: number[]
  /** Units without a price whose discounts were undone by a refund. */
  readonly freeUnitsRefunded: Set<number>
  cancelled: number
  /** Units of which something has left, whoever said so. */
  shipped: number
  /** Units that left as the channel says, all parts of each. */
  shippedAsChannelSays: number
}

export type Commitment = Pick<
  EventOfOrder<'RefundCommitted'>['data'],
  'asked' | 'units' | 'buyerFen' | 'freightFen' | 'otherFen' | 'bearers'
>

export interface Order {
  readonly orderId: string
  readonly channel: EventOfOrder<'OrderPlaced'>['data']['channel']
  readonly shop: string
  readonly channelOrderId: string
  readonly cashOnDelivery: boolean
  /** When it expires if nothing is paid; null when it does not. */
  payBy: number | null
  /** When it expires if only the deposit is paid. */
  balanceDueAt: number | null
  readonly shipBy: number | null
  shipTo: readonly string[]
  phase: 'open' | 'cancelled' | 'completed'
  cancelledBy: EventOfOrder<'OrderCancelled'>['data']['cancelledBy'] | null
  /** The newest version of the channel that was taken in. */
  channelModifiedAt: number
  recipientFingerprint: string
  remarksFingerprint: string
  /** Freight included. */
  lines: Map<string, LineState>
  unitCount: number
  /** What the buyer was asked for in all when it was placed or repriced last, other charges included. */
  payableFen: number
  otherChargesFen: number
  /** What of it is still due or paid: less than payable when units were cancelled before everything was paid. */
  dueFen: number
  capturedFen: number
  /** Committed to be given back, of it `otherRefundedFen` from no line. */
  refundedFen: number
  otherRefundedFen: number
  readonly payments: Map<string, number>
  readonly refunds: Map<string, Commitment>
  readonly holds: Set<HoldReason>
  /** The difference of amounts or lines a hold was last put for, so that the same one does not hold again. */
  differenceNoticed: string | null
  /** How many changes came that an audit asks about. */
  changes: number
  /** The last audit: which of these changes it looked at, when its hold ends by itself, and whom it may go out with. */
  audit: Pick<EventOfOrder<'OrderAudited'>['data'], 'change' | 'releaseAt' | 'merging'> | null
  readonly shipments: Set<string>
  deliveredAt: number | null
  /** Of its units, by installation; null as long as the crew is awaited. */
  readonly installations: Map<string, { readonly lineId: string; readonly outcome: 'installed' | 'cancelled' | null }>
  /** Which sourcing is the current one, from 1; a reinstated order is sourced anew. */
  sourcingAttempt: number
  plan: EventOfOrder<'OrderSourced'>['data']['plan'] | null
  /** The last decision by cost; null while there is none. */
  sourcing: DecidedSourcing | null
  backorder: Pick<EventOfOrder<'OrderBackordered'>['data'], 'missing' | 'dueAt'> | null
}

type Units = EventOfOrder<'SourcingDecided'>['data']['best'][number]['legs'][number]['units']

export interface DecidedSourcing {
  readonly decision: number
  readonly shipTo: readonly string[]
  readonly lines: Units
  /** Null where no plan kept the rules. */
  readonly legs: readonly { readonly location: string; readonly units: Units }[] | null
}

/** What of a decision the order goes on from. */
export const decidedSourcing = (
  decided: Pick<EventOfOrder<'SourcingDecided'>['data'], 'decision' | 'shipTo' | 'asked' | 'best'>,
): DecidedSourcing => ({
  decision: decided.decision,
  shipTo: decided.shipTo,
  lines: decided.asked.lines.map(({ lineId, sku, quantity }) => ({ lineId, sku, quantity })),
  legs: decided.best[0]?.legs.map(({ location, units }) => ({ location, units })) ?? null,
})

/** Null until something is ordered. */
export type OrderState = Order | null

/** Units of a line that are still to be delivered or were. */
export const wanted = (order: Readonly<Order>, line: Readonly<LineState>): number =>
  order.phase === 'cancelled' ? Math.min(line.shipped, notCancelledAlone(line)) : notCancelledAlone(line)

/**
 * Units of a line that are to have a promise for each of their parts. Of a cancelled order those whose channel says that they left: of
 * what a location says left, each part is known by itself, and the parts of a set that stayed stay.
 */
export const toPromise = (order: Readonly<Order>, line: Readonly<LineState>): number =>
  order.phase === 'cancelled' ? Math.min(line.shippedAsChannelSays, notCancelledAlone(line)) : notCancelledAlone(line)

/** Units of a line left by cancellations of the line itself, whatever became of the order. */
export const notCancelledAlone = (line: Readonly<LineState>): number => line.quantity - line.cancelled

/** Units of a line that have not left and are not cancelled. */
export const notShipped = (line: Readonly<LineState>): number => notCancelledAlone(line) - line.shipped

export const hasShipped = (order: Readonly<Order>): boolean => order.lines.values().some((line) => line.shipped > 0)

export const isPaidInFull = (order: Readonly<Order>): boolean => order.capturedFen >= order.dueFen

/** Captured and not given back. */
export const keptFen = (order: Readonly<Order>): number => order.capturedFen - order.refundedFen

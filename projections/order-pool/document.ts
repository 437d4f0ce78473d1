import type { AuditOutcome } from '../../domain/audit/outcomes.ts'
import type { HoldReason } from '../../domain/order/events.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import type { SealedParty } from '../../domain/shared/personal.ts'

/** Where the buyer's money stands. */
export type PayStatus = 'unpaid' | 'depositPaid' | 'partPaid' | 'onDelivery' | 'paid' | 'partRefunded' | 'refunded'
/** Where the units stand. */
export type FulfilStatus = 'unsourced' | 'backordered' | 'sourced' | 'partShipped' | 'shipped' | 'delivered'
export type TradeStatus = 'awaited' | 'open' | 'cancelled' | 'completed'

/** The one word of the order list. `awaited`: something about the order came before the order itself. */
export const orderStatuses = [
  'awaited',
  'unpaid',
  'depositPaid',
  'held',
  'backordered',
  'toShip',
  'partShipped',
  'shipped',
  'delivered',
  'toInstall',
  'completed',
  'cancelled',
] as const
export type OrderStatus = (typeof orderStatuses)[number]

export type PooledLine = {
  lineId: string
  kind: 'goods' | 'gift' | 'service' | 'freight'
  sku: string | null
  category: string
  brand: string
  title: string
  quantity: number
  cancelled: number
  shipped: number
  /** Whether it takes units from stock; freight and services do not. */
  takesStock: boolean
  listFen: number
  buyerFen: number
  receivableFen: number
}

export type PooledFulfilment = {
  fulfilmentId: string
  location: string
  kind: 'delivery' | 'storePickup' | 'carryOut' | 'dropship' | null
  state: 'requested' | 'accepted' | 'rejected' | 'packed' | 'dispatched' | 'delivered' | 'refused' | 'cancelled' | 'expired'
  waybills: string[]
}

/** Reasons hold until their own `dueAt`; the hold itself ends at `releaseAt`, or when somebody releases it. */
export type PooledAudit = {
  policy: { name: string; version: number }
  outcome: AuditOutcome
  reasons: { rule: string; reason: string; dueAt: number | null }[]
  releaseAt: number | null
}

/** One order of any channel as the order pool shows it. Amounts in fen, instants epoch milliseconds. */
export type PooledOrder = {
  orderId: string
  channel: Channel
  shop: string
  channelOrderId: string
  status: OrderStatus
  payStatus: PayStatus
  fulfilStatus: FulfilStatus
  tradeStatus: TradeStatus
  holdReasons: HoldReason[]
  /** What the last audit said; not there while none said anything. */
  audit?: PooledAudit
  /** Null while the order is awaited. */
  placedAt: number | null
  paidAt: number | null
  payBy: number | null
  /** When a backorder stops waiting for stock. */
  backorderDueAt: number | null
  completedAt: number | null
  cancelReason: string | null
  cashOnDelivery: boolean
  isPresale: boolean
  regionPath: string[]
  regionName: string
  /** Country, province, city, district: every area the order counts for. */
  areas: string[]
  /** Sales SKUs and the stock SKUs behind them. */
  skus: string[]
  lines: PooledLine[]
  /** Freight included. */
  listFen: number
  buyerFen: number
  receivableFen: number
  otherChargesFen: number
  /** What the buyer owes in all: less than asked for when units were cancelled before everything was paid. */
  dueFen: number
  capturedFen: number
  /** Promised back to the buyer. */
  refundCommittedFen: number
  /** Gone back to the buyer. */
  refundedFen: number
  personId: string | null
  /** Sealed; opened at the edge, by role. */
  buyer: SealedParty | null
  remarkFlag: string | null
  hasRemarks: boolean
  campaign: string | null
  afterSalesIds: string[]
  /** Installations a crew is awaited for; not there while none ever was. */
  toInstall?: string[]
  fulfilments: PooledFulfilment[]
  /** Messages about this order that could not be taken further. */
  openExceptions: string[]
  /** Other streams that tell of this order: messages, after-sales, fulfilments. All of its story: `timelineStreams`. */
  streams: string[]
  /** Streams beyond those kept. */
  moreStreams: number
}

export const MOST_STREAMS = 200

export const emptyOrder = (orderId: string, channel: Channel, shop: string, channelOrderId: string): PooledOrder => ({
  orderId,
  channel,
  shop,
  channelOrderId,
  status: 'awaited',
  payStatus: 'unpaid',
  fulfilStatus: 'unsourced',
  tradeStatus: 'awaited',
  holdReasons: [],
  placedAt: null,
  paidAt: null,
  payBy: null,
  backorderDueAt: null,
  completedAt: null,
  cancelReason: null,
  cashOnDelivery: false,
  isPresale: false,
  regionPath: [],
  regionName: '',
  areas: [],
  skus: [],
  lines: [],
  listFen: 0,
  buyerFen: 0,
  receivableFen: 0,
  otherChargesFen: 0,
  dueFen: 0,
  capturedFen: 0,
  refundCommittedFen: 0,
  refundedFen: 0,
  personId: null,
  buyer: null,
  remarkFlag: null,
  hasRemarks: false,
  campaign: null,
  afterSalesIds: [],
  fulfilments: [],
  openExceptions: [],
  streams: [],
  moreStreams: 0,
})

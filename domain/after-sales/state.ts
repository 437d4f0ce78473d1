import type { AskedRefund } from '../order/events.ts'
import { same } from '../shared/same.ts'
import type { AfterSalesEvent, EventOfAfterSales } from './events.ts'

type Requested = EventOfAfterSales<'RefundRequested'>['data']
type Received = EventOfAfterSales<'ReturnReceived'>['data']
type Inspected = EventOfAfterSales<'ReturnInspected'>['data']

export interface Receipt {
  readonly received: Pick<Received, 'location' | 'units'>
  inspected: Pick<Inspected, 'location' | 'units'> | null
}

export interface ReturnDeadline extends Pick<EventOfAfterSales<'ReturnDeadlineSet'>['data'], 'dueAt' | 'overdue' | 'late'> {
  readonly isOver: boolean
}
export interface Exchange extends Pick<EventOfAfterSales<'ReplacementNamed'>['data'], 'lines' | 'sellerBearsFen'> {
  readonly priced: Pick<EventOfAfterSales<'ExchangePriced'>['data'], 'units' | 'refundFen' | 'sellerBearsFen'> | null
}
export type GiftClaim = Pick<EventOfAfterSales<'GiftClaimed'>['data'], 'quantity' | 'how' | 'amountFen'>

export interface AfterSalesCase {
  readonly afterSalesId: string
  readonly orderId: string
  readonly channel: Requested['channel']
  readonly shop: string
  readonly refundId: string
  kind: Requested['kind']
  /** Agreed means that the money is to be committed by the order; it is once `approved` is there. */
  phase: 'requested' | 'agreed' | 'refused' | 'paid' | 'closed'
  /** The newest version of the channel that was taken in; null when none came. */
  channelModifiedAt: number | null
  asked: AskedRefund
  /** What the order committed for what is asked now. */
  approved: Pick<EventOfAfterSales<'RefundApproved'>['data'], 'buyerFen' | 'freightFen' | 'otherFen' | 'bearers'> | null
  paidFen: number | null
  returnExpected: Pick<
    EventOfAfterSales<'ReturnExpected'>['data'],
    'lines' | 'waybill' | 'returnedTo' | 'condition' | 'serialNumbers'
  > | null
  readonly receipts: Map<string, Receipt>
  returnDeadline: ReturnDeadline | null
  /** Whether it is closed because nothing came back in time. */
  closedAsOverdue: boolean
  replacement: Pick<EventOfAfterSales<'ReplacementOrdered'>['data'], 'replacementOrderId' | 'lines'> | null
  /** Other goods for an exchange; priced once it is known what they come to for the units that are asked about now. */
  exchange: Exchange | null
  /** By line of the gift. */
  readonly gifts: Map<string, GiftClaim>
  /** Units that are told to be sold no more; null while nothing is told. */
  undone: EventOfAfterSales<'SaleUndone'>['data']['lines'] | null
}

/** Null until something is asked for. */
export type AfterSalesState = AfterSalesCase | null

export function evolve(state: AfterSalesState, event: AfterSalesEvent): AfterSalesCase {
  if (event.type === 'RefundRequested') return requested(event.data)
  if (state === null) throw new Error(`${event.type} before RefundRequested`)
  const { data } = event
  if ('channelModifiedAt' in data && data.channelModifiedAt !== null) state.channelModifiedAt = data.channelModifiedAt
  apply(state, event)
  return state
}

function apply(state: AfterSalesCase, { type, data }: Exclude<AfterSalesEvent, { type: 'RefundRequested' }>): void {
  switch (type) {
    case 'AfterSalesAmended':
      if (state.exchange !== null && !same(state.asked.lines, data.lines)) state.exchange = { ...state.exchange, priced: null }
      state.kind = data.kind
      state.asked = askedOf(data)
      state.approved = null
      return
    case 'RefundAgreed':
      state.phase = 'agreed'
      state.closedAsOverdue = false
      return
    case 'RefundApproved': {
      const { buyerFen, freightFen, otherFen, bearers } = data
      state.approved = { buyerFen, freightFen, otherFen, bearers }
      if (state.phase !== 'paid') state.phase = 'agreed'
      return
    }
    case 'RefundRefused':
      state.phase = 'refused'
      state.approved = null
      return
    case 'RefundPaid':
      state.phase = 'paid'
      state.paidFen = data.refundFen
      return
    case 'AfterSalesClosed':
      state.phase = 'closed'
      state.approved = null
      return
    case 'ReturnExpected': {
      const { lines, waybill, returnedTo, condition, serialNumbers } = data
      state.returnExpected = { lines, waybill, returnedTo, condition, serialNumbers }
      return
    }
    case 'ReturnReceived':
      state.receipts.set(data.receiptId, { received: { location: data.location, units: data.units }, inspected: null })
      return
    case 'ReturnInspected':
      state.receipts.get(data.receiptId)!.inspected = { location: data.location, units: data.units }
      return
    case 'ReturnDeadlineSet':
      state.returnDeadline = { dueAt: data.dueAt, overdue: data.overdue, late: data.late, isOver: false }
      return
    case 'ReturnOverdue':
      state.returnDeadline = { ...state.returnDeadline!, isOver: true }
      state.closedAsOverdue = state.returnDeadline.overdue === 'close' && state.phase !== 'paid'
      return
    case 'ReplacementNamed':
      state.exchange = { lines: data.lines, sellerBearsFen: data.sellerBearsFen, priced: null }
      return
    case 'ExchangePriced':
      state.exchange = {
        ...state.exchange!,
        priced: { units: data.units, refundFen: data.refundFen, sellerBearsFen: data.sellerBearsFen },
      }
      return
    case 'ReplacementOrdered':
      state.replacement = { replacementOrderId: data.replacementOrderId, lines: data.lines }
      return
    case 'GiftClaimed':
      state.gifts.set(data.lineId, { quantity: data.quantity, how: data.how, amountFen: data.amountFen })
      return
    case 'GiftWaived':
      state.gifts.delete(data.lineId)
      return
    case 'SaleUndone':
      state.undone = data.lines
      return
    case 'SaleRestored':
      state.undone = null
      return
    case 'AfterSalesVersionRecorded':
      return
  }
}

function requested(data: Requested): AfterSalesCase {
  const { afterSalesId, orderId, channel, shop, refundId, kind, channelModifiedAt } = data
  return {
    ...{ afterSalesId, orderId, channel, shop, refundId, kind, channelModifiedAt },
    phase: 'requested',
    asked: askedOf(data),
    approved: null,
    paidFen: null,
    returnExpected: null,
    receipts: new Map(),
    returnDeadline: null,
    closedAsOverdue: false,
    replacement: null,
    exchange: null,
    gifts: new Map(),
    undone: null,
  }
}

export const askedOf = ({ lines, refundFen, freightFen }: AskedRefund): AskedRefund => ({ lines, refundFen, freightFen })

type Frozen = Omit<AfterSalesCase, 'receipts' | 'gifts'> & {
  readonly receipts: readonly (readonly [string, Receipt])[]
  readonly gifts: readonly (readonly [string, GiftClaim])[]
}

export function freeze(state: AfterSalesState): unknown {
  if (state === null) return null
  const { receipts, gifts, ...rest } = state
  return { ...rest, receipts: [...receipts].map(([id, receipt]) => [id, { ...receipt }]), gifts: [...gifts] }
}

export function thaw(frozen: unknown): AfterSalesState {
  if (frozen === null) return null
  const { receipts, gifts, ...rest } = frozen as Frozen
  return { ...rest, receipts: new Map(receipts), gifts: new Map(gifts) }
}

export const weigh = (state: AfterSalesState): number =>
  state === null ? 16 : 800 + state.asked.lines.length * 60 + state.receipts.size * 600 + state.gifts.size * 150

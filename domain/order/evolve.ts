import { bearers as payers } from '../shared/fields.ts'
import { sum } from '../shared/money.ts'
import { changesAuditedFacts } from './audited-facts.ts'
import type { EventOfOrder, OrderEvent, OrderLine } from './events.ts'
import { freightLineId } from './freight.ts'
import {
  type Commitment,
  decidedSourcing,
  isPaidInFull,
  type LineState,
  notCancelledAlone,
  notShipped,
  type Order,
  type OrderState,
} from './state.ts'

export function evolve(state: OrderState, event: OrderEvent): Order {
  if (event.type === 'OrderPlaced') return placed(event.data)
  if (state === null) throw new Error(`${event.type} before OrderPlaced`)
  const { data } = event
  state.shipTo = data.shipTo
  if ('channelModifiedAt' in data && data.channelModifiedAt !== null) state.channelModifiedAt = data.channelModifiedAt
  if (changesAuditedFacts(event)) state.changes += 1
  apply(state, event)
  return state
}

function apply(order: Order, { type, data }: Exclude<OrderEvent, { type: 'OrderPlaced' }>): void {
  switch (type) {
    case 'OrderRepriced':
      takeAmounts(order, data)
      return
    case 'PaymentDeadlineChanged':
      order.payBy = data.payBy
      order.balanceDueAt = data.balanceDueAt
      return
    case 'DepositPaid':
    case 'PaymentCaptured':
      order.payments.set(data.paymentId, data.amountFen)
      order.capturedFen = data.capturedFen
      return
    case 'OrderHeld':
      order.holds.add(data.reason)
      if (data.reason === 'amountsDiffer') order.differenceNoticed = data.detail
      return
    case 'OrderReleased':
      order.holds.delete(data.reason)
      return
    case 'OrderAudited':
      order.audit = { change: data.change, releaseAt: data.releaseAt, ...(data.merging === undefined ? {} : { merging: data.merging }) }
      return
    case 'SourcingDecided':
      order.sourcing = decidedSourcing(data)
      return
    case 'OrderSourced':
      order.plan = data.plan
      order.backorder = null
      return
    case 'OrderBackordered':
      order.backorder = { missing: data.missing, dueAt: data.dueAt }
      return
    case 'LineCancelled':
      cancelUnits(order, order.lines.get(data.lineId)!, data.quantity)
      return
    case 'OrderCancelled':
      order.phase = 'cancelled'
      order.cancelledBy = data.cancelledBy
      return
    case 'OrderReinstated':
      order.phase = 'open'
      order.cancelledBy = null
      order.sourcingAttempt = data.sourcingAttempt
      // Promises were given back, but for what had left.
      order.plan = order.plan?.filter(({ lineId }) => order.lines.get(lineId)!.shipped > 0) ?? null
      order.backorder = null
      return
    case 'AddressChanged':
      order.recipientFingerprint = data.recipientFingerprint
      return
    case 'RemarksChanged':
      order.remarksFingerprint = data.remarksFingerprint
      return
    case 'ShipmentReported':
      order.shipments.add(data.shipmentId)
      for (const { lineId, quantity } of data.lines) {
        const line = order.lines.get(lineId)!
        line.shipped += Math.min(quantity, Math.max(0, notShipped(line)))
        if (data.channelModifiedAt === null) continue
        line.shippedAsChannelSays = Math.min(line.shippedAsChannelSays + quantity, line.shipped)
      }
      return
    case 'DeliveryReported':
      order.deliveredAt = data.deliveredAt
      return
    case 'InstallationExpected':
      order.installations.set(data.installationId, { lineId: data.lineId, outcome: null })
      return
    case 'InstallationEnded':
      order.installations.set(data.installationId, { lineId: data.lineId, outcome: data.outcome })
      return
    case 'OrderCompleted':
      order.phase = 'completed'
      return
    case 'RefundCommitted':
      order.refunds.set(data.afterSalesId, commitmentOf(data))
      moveRefund(order, data, 1)
      order.refundedFen = data.refundedFen
      return
    case 'RefundReleased':
      order.refunds.delete(data.afterSalesId)
      moveRefund(order, data, -1)
      order.refundedFen = data.refundedFen
      return
    case 'ChannelVersionRecorded':
      return
  }
}

function placed(data: EventOfOrder<'OrderPlaced'>['data']): Order {
  const { orderId, channel, shop, channelOrderId, shipTo, cashOnDelivery, payBy, presale, promised } = data
  const order: Order = {
    ...{ orderId, channel, shop, channelOrderId, shipTo, cashOnDelivery, payBy },
    balanceDueAt: presale?.balanceDueAt ?? null,
    shipBy: promised?.shipBy ?? null,
    phase: 'open',
    cancelledBy: null,
    channelModifiedAt: data.channelModifiedAt ?? data.placedAt,
    recipientFingerprint: data.recipientFingerprint,
    remarksFingerprint: data.remarksFingerprint,
    lines: new Map(),
    unitCount: 0,
    payableFen: 0,
    otherChargesFen: 0,
    dueFen: 0,
    capturedFen: 0,
    refundedFen: 0,
    otherRefundedFen: 0,
    payments: new Map(),
    refunds: new Map(),
    holds: new Set(),
    changes: 0,
    audit: null,
    differenceNoticed: null,
    shipments: new Set(),
    deliveredAt: null,
    installations: new Map(),
    sourcingAttempt: 1,
    plan: null,
    sourcing: null,
    backorder: null,
  }
  takeAmounts(order, data)
  return order
}

function takeAmounts(order: Order, amounts: Pick<EventOfOrder<'OrderRepriced'>['data'], 'lines' | 'buyerFen' | 'otherChargesFen'>): void {
  order.lines = new Map(amounts.lines.map((line) => [line.lineId, lineState(line)]))
  order.unitCount = sum(amounts.lines.map((line) => line.quantity))
  order.otherChargesFen = amounts.otherChargesFen
  order.payableFen = amounts.buyerFen + amounts.otherChargesFen
  order.dueFen = order.payableFen
}

function lineState(line: OrderLine): LineState {
  const { lineId, kind, giftOf, sku, category, brand, quantity, stock, delivery, appointedLocation, serialNumbers, unitBuyerFen } = line
  const shares = payers.flatMap((bearer) => {
    const given = line.discounts.filter((discount) => discount.bearer === bearer)
    return given.length === 0 ? [] : [{ bearer, unitFen: unitBuyerFen.map((_, unit) => sum(given.map(({ unitFen }) => unitFen[unit]!))) }]
  })
  return {
    ...{ lineId, kind, giftOf, sku, category, brand, quantity, stock, delivery, appointedLocation, serialNumbers, unitBuyerFen },
    bearers: shares,
    unitDueFen: [...unitBuyerFen],
    unitRefundedFen: unitBuyerFen.map(() => 0),
    freeUnitsRefunded: new Set(),
    cancelled: 0,
    shipped: 0,
    shippedAsChannelSays: 0,
  }
}

const commitmentOf = ({ asked, units, buyerFen, freightFen, otherFen, bearers }: EventOfOrder<'RefundCommitted'>['data']): Commitment => ({
  ...{ asked, units, buyerFen, freightFen, otherFen, bearers },
})

function cancelUnits(order: Order, line: LineState, quantity: number): void {
  const end = notCancelledAlone(line)
  line.cancelled += quantity
  if (isPaidInFull(order)) return
  for (let unit = end - quantity; unit < end; unit++) {
    const paidBackFen = line.unitRefundedFen[unit]!
    order.dueFen -= line.unitDueFen[unit]! - paidBackFen
    line.unitDueFen[unit] = paidBackFen
  }
}

function moveRefund(
  order: Order,
  refund: Pick<EventOfOrder<'RefundReleased'>['data'], 'units' | 'freightFen' | 'otherFen'>,
  sign: 1 | -1,
): void {
  order.otherRefundedFen += sign * refund.otherFen
  if (refund.freightFen > 0) order.lines.get(freightLineId)!.unitRefundedFen[0]! += sign * refund.freightFen
  for (const { lineId, unitIndexes, unitBuyerFen } of refund.units) {
    const line = order.lines.get(lineId)!
    for (const [place, unit] of unitIndexes.entries()) {
      line.unitRefundedFen[unit]! += sign * unitBuyerFen[place]!
      if (line.unitBuyerFen[unit] !== 0) continue
      if (sign > 0) line.freeUnitsRefunded.add(unit)
      else line.freeUnitsRefunded.delete(unit)
    }
  }
}

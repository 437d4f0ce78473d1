import type { EventOfOrder, OrderEvent, OrderLine } from '../../domain/order/events.ts'
import { areasOf } from '../../domain/shared/region.ts'
import type { PooledLine, PooledOrder } from './document.ts'
import { toShip } from './status.ts'

/** What an order's own stream says of it. */
export function takeOrderFact(order: PooledOrder, { type, data }: OrderEvent): void {
  switch (type) {
    case 'OrderPlaced':
      place(order, data)
      return
    case 'OrderRepriced':
      takeAmounts(order, data)
      return
    case 'DepositPaid':
    case 'PaymentCaptured':
      order.capturedFen = data.capturedFen
      order.paidAt = data.paidAt
      return
    case 'OrderHeld':
      if (!order.holdReasons.includes(data.reason)) order.holdReasons.push(data.reason)
      return
    case 'OrderReleased':
      order.holdReasons = order.holdReasons.filter((reason) => reason !== data.reason)
      return
    case 'OrderAudited': {
      const { policy, outcome, reasons, releaseAt } = data
      order.audit = { policy, outcome, reasons, releaseAt }
      return
    }
    case 'OrderSourced':
      order.fulfilStatus = 'sourced'
      order.backorderDueAt = null
      return
    case 'OrderBackordered':
      order.backorderDueAt = data.dueAt
      return
    case 'LineCancelled':
      cancelUnits(order, data)
      return
    case 'OrderCancelled':
      order.tradeStatus = 'cancelled'
      order.cancelReason = data.reason
      order.backorderDueAt = null
      return
    case 'OrderReinstated':
      order.tradeStatus = 'open'
      order.cancelReason = null
      order.fulfilStatus = 'unsourced'
      order.backorderDueAt = null
      return
    case 'AddressChanged':
      takeBuyer(order, data)
      return
    case 'RemarksChanged':
      takeRemarks(order, data.remarks)
      return
    case 'ShipmentReported':
      ship(order, data.lines)
      return
    case 'DeliveryReported':
      order.fulfilStatus = 'delivered'
      return
    case 'InstallationExpected':
      order.toInstall = [...(order.toInstall ?? []), data.installationId]
      return
    case 'InstallationEnded':
      order.toInstall = (order.toInstall ?? []).filter((installationId) => installationId !== data.installationId)
      return
    case 'OrderCompleted':
      order.tradeStatus = 'completed'
      order.completedAt = data.completedAt
      return
    case 'RefundCommitted':
    case 'RefundReleased':
      order.refundCommittedFen = data.refundedFen
      return
    case 'ChannelVersionRecorded':
      return
  }
}

function place(order: PooledOrder, data: EventOfOrder<'OrderPlaced'>['data']): void {
  order.tradeStatus = 'open'
  order.placedAt = data.placedAt
  order.payBy = data.payBy
  order.cashOnDelivery = data.cashOnDelivery
  order.isPresale = data.presale !== null
  order.campaign = data.campaign
  takeAmounts(order, data)
  takeBuyer(order, data)
  takeRemarks(order, data.remarks)
}

function takeAmounts(order: PooledOrder, data: EventOfOrder<'OrderRepriced'>['data']): void {
  order.lines = data.lines.map(pooledLine)
  order.skus = [...new Set(data.lines.flatMap(({ sku, stock }) => [...(sku === null ? [] : [sku]), ...stock.map((part) => part.sku)]))]
  order.listFen = data.listFen
  order.buyerFen = data.buyerFen
  order.receivableFen = data.receivableFen
  order.otherChargesFen = data.otherChargesFen
  order.dueFen = data.buyerFen + data.otherChargesFen
}

function pooledLine(line: OrderLine): PooledLine {
  const { lineId, kind, sku, category, brand, title, quantity, listFen, buyerFen, receivableFen } = line
  const takesStock = line.stock.length > 0
  return { lineId, kind, sku, category, brand, title, quantity, cancelled: 0, shipped: 0, takesStock, listFen, buyerFen, receivableFen }
}

function takeBuyer(order: PooledOrder, { buyer, region }: Pick<EventOfOrder<'AddressChanged'>['data'], 'buyer' | 'region'>): void {
  order.buyer = buyer
  order.personId = buyer.personId
  order.regionPath = [...region.path]
  order.regionName = region.name
  order.areas = [...areasOf(region.path)]
}

function takeRemarks(order: PooledOrder, { flag, buyer, seller }: EventOfOrder<'RemarksChanged'>['data']['remarks']): void {
  order.remarkFlag = flag
  order.hasRemarks = buyer !== null || seller !== null
}

function cancelUnits(order: PooledOrder, data: EventOfOrder<'LineCancelled'>['data']): void {
  const line = lineOf(order, data.lineId)
  line.cancelled = line.quantity - data.remaining
  if (order.capturedFen < order.dueFen) order.dueFen -= data.buyerFen
}

function ship(order: PooledOrder, lines: EventOfOrder<'ShipmentReported'>['data']['lines']): void {
  for (const { lineId, quantity } of lines) {
    const line = lineOf(order, lineId)
    line.shipped += line.takesStock ? Math.min(quantity, toShip(line)) : 0
  }
}

function lineOf(order: PooledOrder, lineId: string): PooledLine {
  const line = order.lines.find((one) => one.lineId === lineId)
  if (line === undefined) throw new Error(`order ${order.orderId} has no line ${lineId}`)
  return line
}

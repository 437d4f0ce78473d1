import type { ChannelOrder } from '../channel-order.ts'
import type { OrderCommand } from '../commands.ts'
import { cancelPaper, cancelUnitsOnPaper, holdPaper, judgePayment, type Paper, shipPaper, type Told } from './paper.ts'

type Refused = 'AMOUNTS_BROKEN' | 'PAYMENT_DIFFERS' | 'REFUND_DIFFERS' | 'REFUND_EXCEEDS_CAPTURED' | 'LINE_UNKNOWN' | 'QUANTITY_EXCEEDED'

/** The tests break sums only in what the buyer pays. */
export const addsUp = (order: ChannelOrder): boolean => order.rawStatus !== 'BROKEN'

export function judgeVersion(paper: Paper, order: ChannelOrder): Told | Refused {
  if (order.modifiedAt < paper.version) return []
  const isNew = paper.phase === 'none'
  const pays = order.buyerPaysFen
  const differs = !isNew && paper.phase === 'open' && pays !== paper.payableFen && pays !== paper.dueFen
  const lines = [...paper.lines.values()]
  const untouched = paper.payments.size + paper.refunds.size + paper.shipments.size === 0 && lines.every(({ cancelled }) => cancelled === 0)
  const recut = isNew || (differs && untouched)
  if (recut && !addsUp(order)) return 'AMOUNTS_BROKEN'
  for (const { paymentId, amountFen } of order.payments) {
    const known = paper.payments.get(paymentId) ?? amountFen
    if (known !== amountFen) return 'PAYMENT_DIFFERS'
  }
  const told: Told = []
  if (recut) told.push(...cutOnPaper(paper, order, isNew))
  else if (differs) {
    const detail = `channel says ${pays} fen, agreed ${paper.payableFen}`
    if (paper.noticed !== detail) told.push(...holdPaper(paper, 'amountsDiffer', detail))
  }
  for (const payment of order.payments) if (!paper.payments.has(payment.paymentId)) told.push(...judgePayment(paper, payment))
  if (paper.phase === 'open' && paper.capturedFen === 0 && paper.dueFen > 0 && order.payBy !== null && order.payBy !== paper.payBy) {
    paper.payBy = order.payBy
    told.push('PaymentDeadlineChanged')
  }
  told.push(...followFacts(paper, order))
  if (told.length === 0 && order.modifiedAt > paper.version) told.push('ChannelVersionRecorded')
  paper.version = order.modifiedAt
  return told
}

function cutOnPaper(paper: Paper, order: ChannelOrder, isNew: boolean): Told {
  paper.payableFen = order.buyerPaysFen
  paper.dueFen = order.buyerPaysFen
  paper.otherFen = order.otherChargesFen
  if (!isNew) return ['OrderRepriced']
  paper.phase = 'open'
  paper.payBy = order.payBy
  paper.recipient = order.recipientFingerprint
  paper.remarks = order.remarksFingerprint
  for (const { lineId: id, kind, quantity } of order.lines) {
    const none = { priceFen: [], givenFen: new Map(), dueFen: [], backFen: [], freeBack: new Set<number>() }
    paper.lines.set(id, { id, kind, quantity, ...none, cancelled: 0, shipped: 0 })
  }
  return ['OrderPlaced']
}

function followFacts(paper: Paper, order: ChannelOrder): Told {
  const told: Told = []
  const closed = order.status.startsWith('closed')
  const finished = !closed && (order.status === 'finished' || order.finishedAt !== null)
  if (paper.phase === 'open' && !closed && !finished) told.push(...followHoldsOnPaper(paper, order))
  if (paper.phase === 'open' && paper.recipient !== order.recipientFingerprint) {
    paper.recipient = order.recipientFingerprint
    told.push('AddressChanged')
  }
  if (paper.remarks !== order.remarksFingerprint) {
    paper.remarks = order.remarksFingerprint
    told.push('RemarksChanged')
  }
  for (const shipment of order.shipments) if (!paper.shipments.has(shipment.shipmentId)) told.push(...shipPaper(paper, shipment))
  if (order.deliveredAt !== null && !paper.delivered) {
    paper.delivered = true
    told.push('DeliveryReported')
  }
  for (const { lineId, status } of order.lines) {
    const line = paper.lines.get(lineId)!
    const left = line.quantity - line.cancelled - line.shipped
    if (!closed && status === 'closed' && left > 0 && paper.phase === 'open') told.push(...cancelUnitsOnPaper(paper, line, left, 'channel'))
  }
  if (paper.phase !== 'open') return told
  if (closed) return [...told, ...cancelPaper(paper, 'channel')]
  if (!finished) return told
  paper.phase = 'completed'
  return [...told, 'OrderCompleted']
}

function followHoldsOnPaper(paper: Paper, order: ChannelOrder): Told {
  const told: Told = []
  const wanted: string[] = order.holds.map(({ reason }) => reason)
  if (order.status === 'held' && wanted.length === 0) wanted.push('channelHold')
  for (const reason of wanted) if (!paper.holds.has(reason)) told.push(...holdPaper(paper, reason, ''))
  for (const reason of ['channelHold', 'riskReview']) {
    if (!wanted.includes(reason) && paper.holds.delete(reason)) told.push('OrderReleased')
  }
  return told
}

export function judgeRefund(paper: Paper, asked: Extract<OrderCommand, { type: 'CommitRefund' }>['data']): Told | Refused {
  const { afterSalesId, lines, refundFen, freightFen } = asked
  const content = JSON.stringify([[...lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1)), refundFen, freightFen])
  const known = paper.refunds.get(afterSalesId)
  if (known !== undefined) return known.asked === content ? [] : 'REFUND_DIFFERS'
  const named =
    lines.length > 0
      ? lines
      : [...paper.lines.values()].filter(({ id }) => id !== 'freight').map(({ id, quantity }) => ({ lineId: id, quantity }))
  let unitsFen = 0
  for (const { lineId, quantity } of named) {
    const line = paper.lines.get(lineId)
    if (line === undefined || lineId === 'freight') return 'LINE_UNKNOWN'
    if (quantity > line.quantity) return 'QUANTITY_EXCEEDED'
    const left = line.dueFen.map((due, unit) => due - line.backFen[unit]!).sort((a, b) => b - a)
    for (const one of left.slice(0, quantity)) unitsFen += one
  }
  if (freightFen > refundFen) return 'AMOUNTS_BROKEN'
  const freight = paper.lines.get('freight')
  const freightLeftFen = freight === undefined ? 0 : freight.dueFen[0]! - freight.backFen[0]!
  const otherLeftFen = paper.otherFen + Math.max(0, paper.capturedFen - paper.dueFen) - paper.otherBackFen
  const goodsFen = refundFen - freightFen
  const fits =
    freightFen <= freightLeftFen &&
    goodsFen <= unitsFen + (freightLeftFen - freightFen) + otherLeftFen &&
    paper.backFen + refundFen <= paper.capturedFen
  if (!fits) return 'REFUND_EXCEEDS_CAPTURED'
  paper.refunds.set(afterSalesId, { asked: content, event: null })
  return ['RefundCommitted']
}

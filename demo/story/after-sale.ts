import { orderKey } from '../../domain/shared/stream-name.ts'
import { round } from '../amounts.ts'
import { stockParts } from '../goods.ts'
import type { Operation } from '../message.ts'
import type { Ids } from '../order-ids.ts'
import { warehouseFor } from '../places.ts'
import type { Random } from '../random.ts'
import type { AfterSale, Line, Sale } from '../sale.ts'
import { atTheTill, leaves, paid } from './ordinary.ts'
import { minuteMs, type Story, secondMs, tellAfterSale, withoutWork } from './told.ts'

/** Whoever complains on the day of the sale was sent the goods on that day. */
const soonHours = 6

const minutes = (random: Random, from: number, to: number): number => random.whole(from, to) * minuteMs

/** Part of a line's price: all of it only where the line is all there is, since shares of an order's discounts are cut by the fen. */
function partOf({ lines }: Sale, line: Line, quantity: number): number {
  const isAll = quantity === line.quantity && lines.filter(({ isGift }) => !isGift).length === 1
  return isAll ? line.payFen : round((line.payFen * quantity) / line.quantity) - 1_000
}

const mainLine = ({ lines }: Sale): Line => lines.find(({ isGift }) => !isGift)!

/** The goods stay, some money goes back. */
export function partlyRefunded(sale: Sale, ids: Ids, random: Random): Story {
  const first = paid(sale, random)
  const left = leaves(sale, first.times, random, soonHours)
  const line = mainLine(sale)
  const refundFen = Math.max(1_000, round((line.payFen * random.whole(3, 20)) / 100))
  const requestedAt = left.times.shippedAt + minutes(random, 60, 6 * 60)
  const asked: AfterSale = {
    ...{ refundId: ids.refund(0), kind: 'refundOnly', status: 'requested', refundFen, freightFen: 0, requestedAt, modifiedAt: requestedAt },
    ...{ lines: [{ line, quantity: line.quantity }], returnWaybill: null, condition: 'sellable' },
  }
  const answered: AfterSale = { ...asked, status: 'paid', modifiedAt: requestedAt + minutes(random, 10, 90) }
  return withoutWork(sale, [
    ...first.tellings,
    left.telling,
    tellAfterSale(asked),
    tellAfterSale(answered, [{ is: 'refund', fen: refundFen }]),
  ])
}

/** Goods come back to the warehouse, are looked at, and paid back. */
export function returned(sale: Sale, ids: Ids, random: Random): Story {
  const first = paid(sale, random)
  const left = leaves(sale, first.times, random, soonHours)
  const line = mainLine(sale)
  const quantity = random.whole(1, line.quantity)
  const refundFen = partOf(sale, line, quantity)
  const requestedAt = left.times.shippedAt + minutes(random, 60, 4 * 60)
  const condition = random.chance(0.7) ? 'sellable' : 'damaged'
  const asked: AfterSale = {
    ...{ refundId: ids.refund(0), kind: 'returnAndRefund', status: 'requested', refundFen, freightFen: 0, requestedAt },
    ...{ modifiedAt: requestedAt, lines: [{ line, quantity }], returnWaybill: null, condition },
  }
  const agreed: AfterSale = { ...asked, status: 'approved', modifiedAt: requestedAt + minutes(random, 5, 60) }
  const sent: AfterSale = {
    ...{ ...agreed, status: 'onTheWay', returnWaybill: `RT${sale.waybill}` },
    modifiedAt: agreed.modifiedAt + minutes(random, 30, 120),
  }
  const receivedAt = sent.modifiedAt + minutes(random, 60, 240)
  const back: AfterSale = { ...sent, status: 'paid', modifiedAt: receivedAt + minutes(random, 20, 60) }
  return {
    sale,
    operations: inspection(sale, ids.refund(0), line, quantity, condition, receivedAt),
    tellings: [
      ...first.tellings,
      left.telling,
      tellAfterSale(asked),
      tellAfterSale(agreed, [{ is: 'refund', fen: refundFen }]),
      tellAfterSale(sent),
      tellAfterSale(back),
    ],
  }
}

/** Received and looked at in one go at the warehouse. */
function inspection(
  sale: Sale,
  refundId: string,
  line: Line,
  quantity: number,
  condition: 'sellable' | 'damaged',
  at: number,
): readonly Operation[] {
  const afterSalesId = orderKey(sale.channel, sale.shop, refundId)
  const receipt = { afterSalesId, receiptId: `RC-${refundId}`, location: warehouseFor(sale.buyer!.place) }
  const units = stockParts(line.sku).map((part) => ({
    lineId: line.lineId,
    sku: part.sku,
    quantity: part.quantity * quantity,
    serialNumbers: [],
  }))
  const inspected = units.map((unit) => ({ ...unit, condition }))
  const pieces = units.reduce((sum, unit) => sum + unit.quantity, 0)
  return [
    { at, command: { type: 'ReceiveReturn', data: { ...receipt, units, receivedAt: at } }, facts: [] },
    {
      at: at + 10 * minuteMs,
      command: { type: 'InspectReturn', data: { ...receipt, units: inspected, inspectedAt: at + 10 * minuteMs } },
      facts: [{ is: 'return', units: pieces, condition }],
    },
  ]
}

/** Brought back to the store on the same day. */
export function broughtBack(sale: Sale, ids: Ids, random: Random): Story {
  const { tellings } = atTheTill(sale)
  const line = mainLine(sale)
  const quantity = random.whole(1, line.quantity)
  const refundFen = (line.payFen * quantity) / line.quantity
  const requestedAt = sale.placedAt + minutes(random, 30, 180)
  const condition = random.chance(0.7) ? 'sellable' : 'damaged'
  const said: AfterSale = {
    ...{ refundId: ids.refund(0), kind: 'returnAndRefund', status: 'paid', refundFen, freightFen: 0, requestedAt },
    ...{ modifiedAt: requestedAt + secondMs, lines: [{ line, quantity }], returnWaybill: null, condition },
  }
  return withoutWork(sale, [
    ...tellings,
    tellAfterSale(said, [
      { is: 'refund', fen: refundFen },
      { is: 'return', units: quantity, condition },
    ]),
  ])
}

import { apportion } from '../shared/apportion.ts'
import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import { type Bearer, bearers } from '../shared/fields.ts'
import { sum } from '../shared/money.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { AskedRefund, EventOfOrder, OrderEvent } from './events.ts'
import { freightLineId } from './freight.ts'
import { beyondLimit } from './limits.ts'
import { bearerChanges, chooseUnits, isFreeRoom, roomOfUnit, type UnitRoom, unitsOfWholeOrder } from './refund-units.ts'
import { keptFen, type LineState, type Order } from './state.ts'

type Refund = EventOfOrder<'RefundCommitted'>['data']
type PlannedRefund = Omit<Refund, keyof Draft['which']>
type UnitsOfRefund = Refund['units']

/**
 * Where the money of a refund comes from: the units it is about, cut by what is left of each; beyond them freight, then other
 * charges and what was captured beyond what was due. Never more than is left of each, nor than was captured and not given back.
 */
export function planRefund(order: Readonly<Order>, afterSalesId: string, asked: AskedRefund, reason: string): PlannedRefund | Rejection {
  const chosen = chosenUnits(order, asked)
  if ('accepted' in chosen) return chosen
  const { refundFen } = asked
  if (asked.freightFen > refundFen)
    return reject('AMOUNTS_BROKEN', { equation: 'freight <= refund', leftFen: asked.freightFen, rightFen: refundFen })
  const room = roomFor(order, chosen)
  const buyerFen = Math.min(refundFen - asked.freightFen, room.unitsFen)
  const freightFen = Math.min(refundFen - buyerFen, Math.max(room.freightFen, 0))
  const otherFen = refundFen - buyerFen - freightFen
  const possibleFen = Math.min(keptFen(order), room.unitsFen + room.freightFen + room.otherFen)
  if (asked.freightFen > room.freightFen || otherFen > room.otherFen || refundFen > keptFen(order)) {
    return reject('REFUND_EXCEEDS_CAPTURED', {
      askedFen: refundFen,
      possibleFen,
      possibleFreightFen: room.freightFen,
      capturedFen: order.capturedFen,
      refundedFen: order.refundedFen,
    })
  }
  const shares = sharesOf(chosen, buyerFen, asked.lines.length === 0 && buyerFen < room.unitsFen)
  return {
    afterSalesId,
    units: unitsOfRefund(shares),
    asked,
    ...{ buyerFen, freightFen, otherFen, bearers: undone(order, shares, freightFen) },
    refundedFen: order.refundedFen + refundFen,
    reason,
  }
}

function chosenUnits(order: Readonly<Order>, { lines }: AskedRefund): UnitRoom[] | Rejection {
  if (lines.length === 0) return unitsOfWholeOrder(order)
  const chosen: UnitRoom[] = []
  for (const [lineId, quantity] of quantityByLine(lines)) {
    const line = lineId === freightLineId ? undefined : order.lines.get(lineId)
    if (line === undefined) return reject('LINE_UNKNOWN', { lineId })
    if (quantity > line.quantity) return reject('QUANTITY_EXCEEDED', { lineId, possible: line.quantity })
    chosen.push(...chooseUnits(line, quantity))
  }
  return chosen
}

/** What these units may still give back, as far as money is kept. */
export function leftOf(order: Readonly<Order>, lines: AskedRefund['lines']): number {
  const chosen = chosenUnits(order, { lines, refundFen: 0, freightFen: 0 })
  return 'accepted' in chosen ? 0 : Math.min(keptFen(order), sum(chosen.map(({ roomFen }) => roomFen)))
}

function quantityByLine(lines: AskedRefund['lines']): Map<string, number> {
  const quantities = new Map<string, number>()
  for (const { lineId, quantity } of lines) quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity)
  return quantities
}

function roomFor(order: Readonly<Order>, chosen: readonly UnitRoom[]) {
  const freight = order.lines.get(freightLineId)
  const beyondDueFen = Math.max(0, order.capturedFen - order.dueFen)
  return {
    unitsFen: sum(chosen.map(({ roomFen }) => roomFen)),
    freightFen: freight === undefined ? 0 : roomOfUnit(freight, 0),
    otherFen: order.otherChargesFen + beyondDueFen - order.otherRefundedFen,
  }
}

type Share = UnitRoom & { readonly amountFen: number }

/** Each unit's part. Units without a price are part of it when they were named, or when the whole order is given back. */
function sharesOf(chosen: readonly UnitRoom[], buyerFen: number, onlyPriced: boolean): Share[] {
  const rooms = chosen.map(({ roomFen }) => roomFen)
  const shares = apportion(buyerFen, rooms, rooms).map((amountFen, place) => ({ ...chosen[place]!, amountFen }))
  return shares.filter((share) => share.amountFen > 0 || (!onlyPriced && isFreeRoom(share)))
}

function unitsOfRefund(shares: readonly Share[]): UnitsOfRefund {
  const byLine = new Map<LineState, Share[]>()
  for (const share of shares) {
    const units = byLine.get(share.line)
    if (units === undefined) byLine.set(share.line, [share])
    else units.push(share)
  }
  return [...byLine].map(([{ lineId, sku, category, brand }, units]) => ({
    ...{ lineId, sku, category, brand },
    unitIndexes: units.map(({ unit }) => unit),
    unitBuyerFen: units.map(({ amountFen }) => amountFen),
    buyerFen: sum(units.map(({ amountFen }) => amountFen)),
  }))
}

function undone(
  order: Readonly<Order>,
  shares: readonly { readonly line: LineState; readonly unit: number; readonly amountFen: number }[],
  freightFen: number,
): Refund['bearers'] {
  const totals = new Map<Bearer, number>()
  const add = (line: LineState, unit: number, changeFen: number) => {
    for (const { bearer, amountFen } of bearerChanges(line, unit, changeFen))
      totals.set(bearer, (totals.get(bearer) ?? 0) + Math.abs(amountFen))
  }
  for (const { line, unit, amountFen } of shares) add(line, unit, amountFen)
  if (freightFen !== 0) add(order.lines.get(freightLineId)!, 0, freightFen)
  return bearers.map((bearer) => ({ bearer, amountFen: totals.get(bearer) ?? 0 })).filter(({ amountFen }) => amountFen > 0)
}

export function commitRefund(draft: Draft, { data }: Extract<OrderCommand, { type: 'CommitRefund' }>): Decision<OrderEvent> {
  const { order } = draft
  const { afterSalesId, lines, refundFen, freightFen, reason } = data
  const asked = { lines, refundFen, freightFen }
  const known = order.refunds.get(afterSalesId)
  if (known !== undefined) return isSame(known.asked, asked) ? accept() : reject('REFUND_DIFFERS', { recorded: known.asked })
  const tooMany = beyondLimit('refunds', order.refunds.size + 1)
  if (tooMany !== null) return tooMany
  const refund = planRefund(order, afterSalesId, asked, reason)
  return 'accepted' in refund ? refund : accept<OrderEvent>({ type: 'RefundCommitted', data: { ...draft.which, ...refund } })
}

export function isSame(a: AskedRefund, b: AskedRefund): boolean {
  const [left, right] = [quantityByLine(a.lines), quantityByLine(b.lines)]
  const sameLines = left.size === right.size && left.entries().every(([lineId, quantity]) => right.get(lineId) === quantity)
  return sameLines && a.refundFen === b.refundFen && a.freightFen === b.freightFen
}

export function releaseRefund(draft: Draft, { data }: Extract<OrderCommand, { type: 'ReleaseRefund' }>): Decision<OrderEvent> {
  const { order } = draft
  const { afterSalesId } = data
  const known = order.refunds.get(afterSalesId)
  if (known === undefined) return reject('REFUND_UNKNOWN', { committed: [...order.refunds.keys()] })
  const { units, buyerFen, freightFen, otherFen } = known
  const freed = units.flatMap(({ lineId, unitIndexes, unitBuyerFen }) =>
    unitIndexes.map((unit, place) => ({ line: order.lines.get(lineId)!, unit, amountFen: -unitBuyerFen[place]! })),
  )
  return accept<OrderEvent>({
    type: 'RefundReleased',
    data: {
      ...{ ...draft.which, afterSalesId, units, buyerFen, freightFen, otherFen },
      bearers: undone(order, freed, -freightFen),
      refundedFen: order.refundedFen - buyerFen - freightFen - otherFen,
    },
  })
}

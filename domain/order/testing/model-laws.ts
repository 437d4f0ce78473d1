import type { EventOfOrder, OrderEvent } from '../events.ts'
import { type OrderState, wanted } from '../state.ts'
import type { Paper, PaperLine } from './paper.ts'

const total = (amounts: Iterable<number>): number => {
  let all = 0
  for (const amount of amounts) all += amount
  return all
}

const law = (holds: boolean, what: string, ...facts: unknown[]): void => {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(facts)}`)
}

const askedAbout = 'OrderRepriced DepositPaid PaymentCaptured LineCancelled OrderReinstated AddressChanged RemarksChanged'.split(' ')
const fromChannels = 'channelHold riskReview groupBuying presale locked gift addressHidden'.split(' ')

/** Writes down the amounts an event says, after seeing that they add up. */
export function takeIn(paper: Paper, { type, data }: OrderEvent): void {
  if (type === 'OrderHeld' ? fromChannels.includes(data.reason) : askedAbout.includes(type)) paper.changes += 1
  if (type === 'OrderPlaced' || type === 'OrderRepriced') takeAmounts(paper, data)
  else if (type === 'DepositPaid' || type === 'PaymentCaptured') law(data.capturedFen <= paper.capturedFen, 'captured in all', data)
  else if (type === 'LineCancelled') forgive(paper, paper.lines.get(data.lineId)!, data)
  else if (type === 'RefundCommitted') takeBack(paper, data)
  else if (type === 'RefundReleased') {
    law(data.refundedFen === paper.backFen - data.buyerFen - data.freightFen - data.otherFen, 'refunded in all', data)
    move(paper, paper.refunds.get(data.afterSalesId)!.event!, -1)
    for (const { bearer, amountFen } of data.bearers) undo(paper, bearer, -amountFen)
    paper.refunds.delete(data.afterSalesId)
  } else if (type === 'OrderReinstated') law(data.sourcingAttempt === paper.attempt, 'attempt', data)
}

function takeAmounts(
  paper: Paper,
  data: Pick<EventOfOrder<'OrderRepriced'>['data'], 'lines' | 'buyerFen' | 'listFen' | 'receivableFen' | 'otherChargesFen'>,
) {
  for (const line of data.lines) {
    const givenFen = new Map<string, number>()
    for (const { bearer, amountFen, unitFen } of line.discounts) {
      givenFen.set(bearer, (givenFen.get(bearer) ?? 0) + amountFen)
      law(unitFen.length === line.quantity && total(unitFen) === amountFen, 'unit shares sum to the discount', line)
    }
    for (const [unit, price] of line.unitBuyerFen.entries()) {
      const off = total(line.discounts.map(({ unitFen }) => unitFen[unit]!))
      law(price >= 0 && price + off === line.unitListPriceFen, 'a unit costs its list price less its discounts', line)
    }
    law(total(line.unitBuyerFen) === line.buyerFen, 'units sum to the line', line)
    law(
      line.receivableFen === line.listFen - (givenFen.get('merchant') ?? 0),
      'receivable is list price less the merchant’s discount',
      line,
    )
    const others = total([...givenFen].filter(([bearer]) => bearer !== 'merchant').map(([, given]) => given))
    law(line.receivableFen === line.buyerFen + others, 'receivable is what everybody else pays', line)
    const { lineId: id, kind, quantity, unitBuyerFen: priceFen } = line
    const backFen = priceFen.map(() => 0)
    const { cancelled, shipped } = paper.lines.get(id) ?? { cancelled: 0, shipped: 0 }
    paper.lines.set(id, {
      id,
      kind,
      quantity,
      priceFen,
      givenFen,
      dueFen: [...priceFen],
      backFen,
      freeBack: new Set(),
      cancelled,
      shipped,
    })
  }
  law(total(data.lines.map(({ buyerFen }) => buyerFen)) === data.buyerFen, 'lines sum to the order', data)
  law(total(data.lines.map(({ listFen }) => listFen)) === data.listFen, 'list prices sum to the order', data)
  law(total(data.lines.map(({ receivableFen }) => receivableFen)) === data.receivableFen, 'receivables sum to the order', data)
  law(data.buyerFen + data.otherChargesFen === paper.payableFen, 'the buyer pays what the channel says', data)
}

function forgive(paper: Paper, line: PaperLine, { remaining, quantity, buyerFen }: EventOfOrder<'LineCancelled'>['data']): void {
  const units = line.priceFen.map((_, unit) => unit).slice(remaining, remaining + quantity)
  law(total(units.map((unit) => line.priceFen[unit]!)) === buyerFen, 'what the cancelled units cost', { remaining, quantity, buyerFen })
  if (paper.capturedFen >= paper.dueFen) return
  for (const unit of units) {
    paper.dueFen -= line.dueFen[unit]! - line.backFen[unit]!
    line.dueFen[unit] = line.backFen[unit]!
  }
}

function takeBack(paper: Paper, data: EventOfOrder<'RefundCommitted'>['data']): void {
  const { buyerFen, freightFen, otherFen, asked, afterSalesId } = data
  law(buyerFen + freightFen + otherFen === asked.refundFen, 'parts of a refund sum to it', data)
  law(total(data.units.map((units) => units.buyerFen)) === buyerFen, 'units of a refund sum to its goods', data)
  law(data.refundedFen === paper.backFen + asked.refundFen, 'refunded in all', data)
  move(paper, data, 1)
  for (const { bearer, amountFen } of data.bearers) undo(paper, bearer, amountFen)
  const known = paper.refunds.get(afterSalesId)
  paper.refunds.set(afterSalesId, { asked: known?.asked ?? 'late', event: data })
}

function move(paper: Paper, data: EventOfOrder<'RefundCommitted'>['data'], sign: number): void {
  paper.backFen += sign * data.asked.refundFen
  paper.otherBackFen += sign * data.otherFen
  if (data.freightFen > 0) paper.lines.get('freight')!.backFen[0]! += sign * data.freightFen
  for (const { lineId, unitIndexes, unitBuyerFen } of data.units) {
    const line = paper.lines.get(lineId)!
    for (const [place, unit] of unitIndexes.entries()) {
      line.backFen[unit]! += sign * unitBuyerFen[place]!
      if (line.priceFen[unit] === 0) line.freeBack[sign > 0 ? 'add' : 'delete'](unit)
    }
  }
}

const undo = (paper: Paper, bearer: string, amountFen: number): void => {
  paper.undoneFen.set(bearer, (paper.undoneFen.get(bearer) ?? 0) + amountFen)
}

export function checkLaws(paper: Paper, state: OrderState): void {
  if (state === null) {
    law(paper.phase === 'none', 'nothing was ordered', paper)
    return
  }
  const { phase, capturedFen, refundedFen, otherRefundedFen, dueFen, payableFen, sourcingAttempt } = state
  const [known, written] = [
    [
      phase,
      capturedFen,
      refundedFen,
      otherRefundedFen,
      dueFen,
      payableFen,
      sourcingAttempt,
      state.deliveredAt !== null,
      state.channelModifiedAt,
    ].join(),
    [
      ...[paper.phase, paper.capturedFen, paper.backFen, paper.otherBackFen, paper.dueFen, paper.payableFen, paper.attempt],
      ...[paper.delivered, paper.version],
    ].join(),
  ]
  law(known === written, 'the state is what is on paper', known, written)
  law([...state.holds].sort().join() === [...paper.holds].sort().join(), 'holds', [...state.holds], [...paper.holds])
  law([...state.refunds.keys()].sort().join() === [...paper.refunds.keys()].sort().join(), 'refunds', [...state.refunds.keys()])
  const [audited, onPaper] = [state.audit, paper.audited].map((audit) => JSON.stringify(audit && [audit.change, audit.releaseAt]))
  law(state.changes === paper.changes && audited === onPaper, 'what was audited', [state.changes, audited], [paper.changes, onPaper])
  const installing = [...state.installations].map(([id, { outcome }]) => `${id} ${outcome}`).join()
  law(installing === [...paper.installations].map(([id, outcome]) => `${id} ${outcome}`).join(), 'what is to be installed', installing)
  law((state.sourcing?.decision ?? 0) === paper.decisions.length, 'decisions of sourcing', state.sourcing, paper.decisions)
  law(refundedFen >= 0 && refundedFen <= capturedFen, 'refunds never exceed what was captured', state)
  law(otherRefundedFen >= 0, 'nothing is given back that was not taken', state)
  for (const line of paper.lines.values()) checkLine(line, state)
  const back = total([...paper.lines.values()].map(({ backFen }) => total(backFen))) + paper.otherBackFen
  law(back === refundedFen, 'what is given back of units, freight and others is all that is given back', back, refundedFen)
  checkBearers(paper)
}

function checkLine(line: PaperLine, state: NonNullable<OrderState>): void {
  const known = state.lines.get(line.id)!
  const same =
    known.cancelled === line.cancelled &&
    known.shipped === line.shipped &&
    known.unitRefundedFen.join() === line.backFen.join() &&
    known.unitDueFen.join() === line.dueFen.join()
  law(same, 'the line is what is on paper', known, line)
  for (const [unit, back] of line.backFen.entries())
    law(back >= 0 && back <= line.dueFen[unit]!, 'no unit gives back more than it cost', line)
  const left = wanted(state, known)
  const cancelled = state.phase === 'cancelled' ? line.quantity - Math.min(line.shipped, line.quantity - line.cancelled) : line.cancelled
  law(left >= 0 && left + cancelled === line.quantity, 'cancelled and remaining are what was ordered', known)
}

/** Nobody is given back more than they gave, and everything once everything is given back. */
function checkBearers(paper: Paper): void {
  const lines = [...paper.lines.values()]
  const given = new Map<string, number>()
  for (const line of lines) for (const [bearer, amountFen] of line.givenFen) given.set(bearer, (given.get(bearer) ?? 0) + amountFen)
  const allBack = lines.every((line) =>
    line.priceFen.every((price, unit) => (price > 0 ? line.backFen[unit] === price : line.freeBack.has(unit))),
  )
  for (const [bearer, amountFen] of given) {
    const undone = paper.undoneFen.get(bearer) ?? 0
    law(undone >= 0 && undone <= amountFen, 'no payer is given back more than they gave', bearer, undone, amountFen)
    if (allBack) law(undone === amountFen, 'with the last fen every payer has all back', bearer, undone, amountFen)
    if (paper.backFen === 0 && paper.refunds.size === 0) law(undone === 0, 'nothing given back, nothing undone', bearer, undone)
  }
}

import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { sum } from '../shared/money.ts'
import { same } from '../shared/same.ts'
import { refuse } from './answering.ts'
import type { AfterSalesCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { AfterSalesEvent } from './events.ts'

/** Other goods for an exchange. Money stays with the order that was paid: what is cheaper goes back by the same case, and nothing is collected. */

export function nameReplacement(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'NameReplacement'>): Decision<AfterSalesEvent> {
  const { kind, phase, exchange, replacement, asked } = draft.case
  const { lines, sellerBearsFen } = data
  if (exchange !== null && same(exchange.lines, lines) && exchange.sellerBearsFen === sellerBearsFen) return accept()
  if (kind !== 'exchange' || replacement !== null || phase === 'paid' || phase === 'closed')
    return reject('AFTER_SALES_STATE', { kind, phase })
  const ids = lines.map(({ lineId }) => lineId)
  const stranger = ids.find(
    (id, place) => ids.indexOf(id) < place || (asked.lines.length > 0 && !asked.lines.some(({ lineId }) => lineId === id)),
  )
  if (stranger !== undefined) return reject('LINE_UNKNOWN', { lineId: stranger, lines: asked.lines.map(({ lineId }) => lineId) })
  draft.tell({ type: 'ReplacementNamed', data: { ...draft.which, lines, sellerBearsFen } })
  return accept(...draft.events)
}

/** By what the units carried, as the order says: less goes back, more is borne by the seller as far as that was said, and else refused. */
export function priceExchange(draft: Draft, { data: { units } }: CommandOf<AfterSalesCommand, 'PriceExchange'>): Decision<AfterSalesEvent> {
  const { kind, phase, exchange, asked } = draft.case
  if (exchange?.priced != null)
    return same(exchange.priced.units, units) ? accept() : reject('DOCUMENT_DIFFERS', { recorded: exchange.priced })
  if (kind !== 'exchange' || exchange === null || (phase !== 'agreed' && phase !== 'paid'))
    return reject('AFTER_SALES_STATE', { kind, phase })
  const priceOf = (lineId: string) => exchange.lines.find((line) => line.lineId === lineId)?.unitPriceFen
  const stranger = units.find(({ lineId }) => priceOf(lineId) === undefined)
  if (stranger !== undefined) return reject('LINE_UNKNOWN', { lineId: stranger.lineId, lines: exchange.lines.map(({ lineId }) => lineId) })
  const carriedFen = sum(units.map((unit) => unit.carriedFen))
  const priceFen = sum(units.map(({ lineId, quantity }) => quantity * priceOf(lineId)!))
  const refundFen = Math.max(0, carriedFen - priceFen)
  const sellerBearsFen = Math.max(0, priceFen - carriedFen)
  if (phase === 'paid' && refundFen !== asked.refundFen) return reject('REFUND_CLOSED', { phase, refundFen, askedFen: asked.refundFen })
  if (sellerBearsFen > exchange.sellerBearsFen) {
    const reason = 'the other goods cost more than the units carried: they are to be returned and bought anew, or the seller bears it'
    if (phase === 'paid') return reject('REFUND_CLOSED', { phase, sellerBearsFen, mayBearFen: exchange.sellerBearsFen })
    refuse(draft, 'EXCHANGE_DEARER', reason, null)
    return accept(...draft.events)
  }
  if (refundFen !== asked.refundFen) {
    const amended = { lines: asked.lines, refundFen, freightFen: 0 }
    draft.tell({
      type: 'AfterSalesAmended',
      data: { ...draft.which, channelModifiedAt: null, kind, ...amended, agreed: phase === 'agreed' },
    })
  }
  draft.tell({ type: 'ExchangePriced', data: { ...draft.which, units, carriedFen, priceFen, refundFen, sellerBearsFen } })
  return accept(...draft.events)
}

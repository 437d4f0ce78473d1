import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import { mayBeForgotten, recall } from '../shared/remembered.ts'
import { documentOf, noteOf } from './document.ts'
import type { StockChange } from './events.ts'
import type { Stock } from './state.ts'

/** Records a document unless it is a repeat, may be one of a forgotten document, or the stock does not allow it. */
export function record(stock: Readonly<Stock>, event: StockChange, refusal: () => Rejection | null = () => null): Decision<StockChange> {
  const repeat = repeated(stock, event)
  return repeat ?? refusal() ?? accept(event)
}

export function repeated(stock: Readonly<Stock>, event: StockChange): Decision<StockChange> | null {
  const document = documentOf(event)
  if (document === null) throw new Error(`${event.type} records no document`)
  const recorded = recall(stock.documents, document.key)
  if (recorded !== undefined) return recorded === noteOf(document) ? accept() : reject('DOCUMENT_DIFFERS', { recorded })
  return mayBeForgotten(stock.documents, document.askedAt) ? tooOld(document.askedAt, stock.documents.forgottenUpTo) : null
}

export const tooOld = (askedAt: number, forgottenUpTo: number): Rejection => reject('COMMAND_TOO_OLD', { askedAt, forgottenUpTo })

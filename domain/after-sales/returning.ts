import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import { agree } from './answering.ts'
import type { AfterSalesCommand, ChannelAfterSale } from './commands.ts'
import type { Draft } from './draft.ts'
import type { AfterSalesEvent } from './events.ts'
import { expectsReturn } from './kinds.ts'

const receiptsLimit = 500

/** Goods are expected once it is agreed that they come; again when the waybill or the place that has them becomes known. */
export function followReturn(draft: Draft, message: ChannelAfterSale): void {
  const { status, lines, returnWaybill, returnedTo, condition, serialNumbers, modifiedAt } = message
  if (!expectsReturn(draft.case.kind) || draft.case.phase === 'closed' || draft.case.phase === 'refused') return
  const agreed = status === 'approved' || status === 'goodsOnTheWay' || status === 'goodsBack'
  const known = draft.case.returnExpected
  const news =
    known === null
      ? agreed || returnWaybill !== null || returnedTo !== null
      : (returnWaybill !== null && returnWaybill !== known.waybill) || (returnedTo !== null && returnedTo !== known.returnedTo)
  if (!news || status === 'requested') return
  const waybill = returnWaybill ?? known?.waybill ?? null
  const place = returnedTo ?? known?.returnedTo ?? null
  draft.tell({
    type: 'ReturnExpected',
    data: { ...draft.which, channelModifiedAt: modifiedAt, lines, waybill, returnedTo: place, condition, serialNumbers },
  })
}

export function expectReturn(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'ExpectReturn'>): Decision<AfterSalesEvent> {
  const { phase, returnExpected: known } = draft.case
  const { lines, waybill } = data
  if (known !== null && known.waybill === waybill && same(known.lines, lines)) return accept()
  if (phase === 'refused' || phase === 'closed') return reject('AFTER_SALES_STATE', { phase })
  const rest = { returnedTo: known?.returnedTo ?? null, condition: known?.condition ?? null, serialNumbers: known?.serialNumbers ?? [] }
  draft.tell({ type: 'ReturnExpected', data: { ...draft.which, channelModifiedAt: null, lines, waybill, ...rest } })
  return accept(...draft.events)
}

/** Goods come back when they do, whatever became of the case; what comes after the case was closed as overdue may open it again. */
export function receiveReturn(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'ReceiveReturn'>): Decision<AfterSalesEvent> {
  const { receiptId, location, units, receivedAt } = data
  const known = draft.case.receipts.get(receiptId)?.received
  if (known !== undefined) {
    return known.location === location && same(known.units, units) ? accept() : reject('DOCUMENT_DIFFERS', { recorded: known })
  }
  if (draft.case.receipts.size >= receiptsLimit) return reject('ORDER_TOO_LARGE', { what: 'receipts', limit: receiptsLimit })
  const { asked, gifts, closedAsOverdue, returnDeadline } = draft.case
  const { lines } = asked
  const stranger = units.find(({ lineId }) => lines.length > 0 && !lines.some((line) => line.lineId === lineId) && !gifts.has(lineId))
  if (stranger !== undefined) return reject('LINE_UNKNOWN', { lineId: stranger.lineId, lines: lines.map(({ lineId }) => lineId) })
  draft.tell({ type: 'ReturnReceived', data: { ...draft.which, receiptId, location, units, receivedAt } })
  if (closedAsOverdue && returnDeadline?.late === 'reopen') agree(draft, null)
  return accept(...draft.events)
}

/** A receipt is inspected once and as a whole: units of all grades together are what was received. */
export function inspectReturn(draft: Draft, { data }: CommandOf<AfterSalesCommand, 'InspectReturn'>): Decision<AfterSalesEvent> {
  const { receiptId, location, inspectedAt } = data
  const units = data.units.map((unit) => ({ ...unit, defect: unit.defect ?? null }))
  const receipt = draft.case.receipts.get(receiptId)
  if (receipt === undefined) return reject('AFTER_SALES_STATE', { receiptId, receipts: [...draft.case.receipts.keys()] })
  if (receipt.inspected !== null) {
    const { inspected } = receipt
    return inspected.location === location && same(inspected.units, units) ? accept() : reject('DOCUMENT_DIFFERS', { recorded: inspected })
  }
  const [received, looked] = [counted(receipt.received.units), counted(units)]
  if (!same(received, looked)) return reject('QUANTITY_EXCEEDED', { received, inspected: looked })
  draft.tell({ type: 'ReturnInspected', data: { ...draft.which, receiptId, location, units, inspectedAt } })
  return accept(...draft.events)
}

function counted(units: readonly { readonly lineId: string; readonly sku: string; readonly quantity: number }[]) {
  const quantities = new Map<string, { lineId: string; sku: string; quantity: number }>()
  for (const { lineId, sku, quantity } of units) {
    const key = JSON.stringify([lineId, sku])
    const entry = quantities.get(key) ?? { lineId, sku, quantity: 0 }
    entry.quantity += quantity
    quantities.set(key, entry)
  }
  return [...quantities].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}

import type { CanonicalAfterSale } from '../../../domain/channel/canonical.ts'
import { moneyFen } from './amounts.ts'
import type { Ticket } from './form.ts'
import { originalKey, originalStore, ticketKey } from './keys.ts'

/** A return at the till: goods are back and money is paid in one act. */
export function readAfterSale(ticket: Ticket): CanonicalAfterSale {
  const conditions = new Set(ticket.lines.map(({ condition }) => condition))
  return {
    channel: 'pos',
    shop: originalStore(ticket),
    channelOrderId: originalKey(ticket) ?? ticketKey(ticket),
    refundId: ticketKey(ticket),
    kind: 'returnAndRefund',
    status: 'paid',
    rawStatus: ticket.type,
    modifiedAt: ticket.changedTime ?? ticket.saleTime,
    requestedAt: ticket.saleTime,
    paidAt: ticket.saleTime,
    lines: ticket.lines.map(({ lineNo, originalLineNo, qty }) => ({ lineId: originalLineNo ?? lineNo, quantity: -qty })),
    refundFen: Math.abs(moneyFen(ticket)),
    freightFen: Math.abs(ticket.freight),
    reason: ticket.reason,
    returnWaybill: null,
    returnedTo: ticket.storeCode,
    condition: conditions.size === 1 ? ([...conditions][0] ?? null) : null,
    serialNumbers: ticket.lines.flatMap(({ sns }) => sns),
  }
}

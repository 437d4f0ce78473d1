import type { Receipt } from '../../port.ts'
import { optionalId, optionalLocalTime } from '../../shared/fields.ts'
import { connectorOf } from '../../shared/reading.ts'
import { parseWith } from '../../shared/schema-form.ts'
import { bare, refuse, type Source } from '../../shared/source.ts'
import { readAfterSale } from './after-sale.ts'
import { type Ticket, ticket } from './form.ts'
import { readOrder } from './order.ts'
import { rulesBroken } from './rules.ts'
import { orderEquations, returnEquations } from './sums.ts'

/** As much of the key as the text holds; a key with a hole is none. A final ticket is a version of the order of its deposit. */
const identify = (found: Source, receipt: Receipt) => {
  const isReturn = found.fields.type === 'return'
  const own = keyParts.map((key) => optionalId(found, key))
  const original = keyParts.map((key, index) => optionalId(found, originalName(key)) ?? (key === 'ticketNo' ? null : (own[index] ?? null)))
  const ofOrder = isReturn || found.fields.type === 'final' ? original : own
  return {
    shop: ofOrder[0] ?? receipt.shop ?? null,
    channelOrderId: keyOf(ofOrder),
    refundId: isReturn ? keyOf(own) : null,
    modifiedAt: optionalLocalTime(found, 'changedTime') ?? optionalLocalTime(found, 'saleTime'),
  }
}

const keyParts = ['storeCode', 'posNo', 'bizDate', 'ticketNo'] as const
const originalName = (key: string): string => `original${key.charAt(0).toUpperCase()}${key.slice(1)}`
const keyOf = (parts: readonly (string | null)[]): string | null => (parts.includes(null) ? null : parts.join('.'))

function parse(found: Source): Ticket | null {
  const parsed = parseWith(ticket, found)
  if (parsed === null) return null
  for (const { path, expected } of rulesBroken(parsed)) refuse(found, path, expected)
  return found.problems.length === 0 ? parsed : null
}

export const pos = connectorOf({
  channel: 'pos',
  expected: 'a ticket of type "sale", "deposit", "final" or "return"',
  order: {
    find: (root) => (root.fields.type === 'return' ? null : bare(root, 'ticketNo', 'tenders')),
    identify,
    parse,
    read: readOrder,
    equations: orderEquations,
  },
  afterSale: { find: (root) => bare(root, 'ticketNo', 'tenders'), identify, parse, read: readAfterSale, equations: returnEquations },
})

import type { Problem } from '../../shared/source.ts'
import type { Ticket } from './form.ts'

/** What a ticket must be beyond the form of its fields. */
export function rulesBroken(ticket: Ticket): readonly Problem[] {
  const needsOriginal = ticket.type === 'return' || ticket.type === 'final'
  const missing = { path: 'originalTicketNo', expected: `the number of the ticket this ${ticket.type} goes with` }
  return [...(needsOriginal && ticket.originalTicketNo === null ? [missing] : []), ...wrongSigns(ticket), ...wrongPrices(ticket)]
}

/** Quantities and amounts of a return are negative, of any other ticket positive, so that a till cannot mix both on one. */
function wrongSigns({ type, lines, tenders, freight, roundOff, dueLater }: Ticket): readonly Problem[] {
  const sign = type === 'return' ? -1 : 1
  const expected = type === 'return' ? 'zero or less on a return' : `zero or more on a ${type}`
  const amounts: readonly (readonly [string, number])[] = [
    ...lines.map(({ qty }, index) => [`lines[${index}].qty`, qty] as const),
    ...lines.map(({ lineDiscount }, index) => [`lines[${index}].lineDiscount`, lineDiscount] as const),
    ...tenders.map(({ amount }, index) => [`tenders[${index}].amount`, amount] as const),
    ['freight', freight],
    ['roundOff', roundOff],
    ['dueLater', dueLater],
  ]
  return amounts.flatMap(([path, amount]) => (amount * sign < 0 ? [{ path, expected }] : []))
}

const wrongPrices = ({ lines }: Ticket): readonly Problem[] =>
  lines.flatMap(({ dealPrice, tagPrice }, index) =>
    dealPrice >= 0 && dealPrice <= tagPrice ? [] : [{ path: `lines[${index}].dealPrice`, expected: 'from zero to tagPrice' }],
  )

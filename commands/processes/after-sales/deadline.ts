import { concernsParcel } from '../../../domain/after-sales/kinds.ts'
import { awaitsReturn } from '../../../domain/after-sales/return-deadline.ts'
import type { Next } from '../process.ts'
import { ask, type Look, nameOf } from './look.ts'

/**
 * Units that a buyer is to send back have a deadline where the rules say so: the rules of when they were first expected. What a carrier brings
 * back comes when it does.
 */
export function setDeadline({ afterSales, rules, now }: Look): Next | null {
  const { returnWithinMs, whenOverdue, whenLate } = rules.document
  const { afterSalesId, kind, returnDeadline, returnExpected } = afterSales
  if (returnWithinMs === null || returnDeadline !== null || !awaitsReturn(afterSales) || returnExpected?.returnedTo != null) return null
  if (concernsParcel(kind)) return null
  const data = { afterSalesId, dueAt: now + returnWithinMs, overdue: whenOverdue, late: whenLate, policy: nameOf(rules) }
  return ask('returnDeadline', [{ type: 'SetReturnDeadline', data }])
}

export function expireReturn({ afterSales, now }: Look): Next | null {
  const { afterSalesId, returnDeadline } = afterSales
  if (returnDeadline === null || returnDeadline.isOver || returnDeadline.dueAt > now || !awaitsReturn(afterSales)) return null
  return ask('returnOverdue', [{ type: 'ExpireReturn', data: { afterSalesId, dueAt: returnDeadline.dueAt } }])
}

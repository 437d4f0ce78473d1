import type { Order } from '../order/state.ts'
import type { AfterSalesDocument } from '../policy/kinds/after-sales.ts'
import { type Kind, sendsAnew } from './kinds.ts'
import type { AfterSalesCase } from './state.ts'

/** Units by line of an order. */
export type Units = readonly { readonly lineId: string; readonly quantity: number }[]

/** The units a case is about. A channel that names none means all of the order. */
export function unitsOf({ asked }: Pick<AfterSalesCase, 'asked'>, order: Readonly<Order>): Units {
  if (asked.lines.length > 0) return asked.lines
  return [...order.lines.values()].filter(({ kind }) => kind !== 'freight').map(({ lineId, quantity }) => ({ lineId, quantity }))
}

/** Whether every unit of a case is back, every part of each, or was even looked at. */
export function isBack(afterSales: Readonly<AfterSalesCase>, order: Readonly<Order>, step: 'received' | 'inspected'): boolean {
  const back = new Map<string, number>()
  for (const receipt of afterSales.receipts.values()) {
    for (const { lineId, sku, quantity } of receipt[step]?.units ?? []) {
      const key = JSON.stringify([lineId, sku])
      back.set(key, (back.get(key) ?? 0) + quantity)
    }
  }
  return unitsOf(afterSales, order).every(({ lineId, quantity }) =>
    (order.lines.get(lineId)?.stock ?? []).every(
      ({ sku, quantityPerUnit }) => (back.get(JSON.stringify([lineId, sku])) ?? 0) >= quantity * quantityPerUnit,
    ),
  )
}

/** Whether units are to be sent anew now. */
export function sendsNow(document: AfterSalesDocument, afterSales: Readonly<AfterSalesCase>, order: Readonly<Order>): boolean {
  const { kind, phase, exchange } = afterSales
  // Other goods are sent once it is known what that comes to.
  if (kind === 'exchange' && exchange !== null && exchange.priced === null) return false
  if (!sendsAnew(kind) || (phase !== 'agreed' && phase !== 'paid')) return false
  switch (kind === 'resend' ? document.resendSends : document.exchangeSends) {
    case 'never':
      return false
    case 'onAgreement':
      return true
    case 'onReturn':
      return isBack(afterSales, order, 'received')
    case 'onInspection':
      return isBack(afterSales, order, 'inspected')
  }
}

const takingUnitsBack: ReadonlySet<Kind> = new Set(['cancelBeforeShip', 'returnAndRefund', 'rejectedDelivery', 'intercept'])

/** Whether units of a case are sold no more: its money is promised back, and the buyer does not keep them. */
export const undoesSale = ({ kind, phase, approved }: Readonly<AfterSalesCase>): boolean =>
  takingUnitsBack.has(kind) && approved !== null && (phase === 'agreed' || phase === 'paid')

import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { OrderEvent } from './events.ts'
import { hasShipped, type Order, wanted } from './state.ts'

type Plan = Extract<OrderCommand, { type: 'RecordSourcing' }>['data']['plan']

/**
 * A completed order may still be sourced, and a cancelled one as far as it was shipped: messages come in disorder, and what left has left
 * all the same. A plan made while units
 * were being cancelled may promise too much: it is refused, and whoever made it releases and plans again.
 */
export function recordSourcing(draft: Draft, { data }: Extract<OrderCommand, { type: 'RecordSourcing' }>): Decision<OrderEvent> {
  const { order } = draft
  if (order.phase === 'cancelled' && !hasShipped(order)) return reject('ORDER_OVER', { phase: order.phase })
  if (order.plan !== null && same(order.plan, data.plan)) return accept()
  const excess = promisedTooMuch(order, data.plan)
  if (excess !== null) return reject(excess.possible === null ? 'LINE_UNKNOWN' : 'QUANTITY_EXCEEDED', excess)
  return accept<OrderEvent>({ type: 'OrderSourced', data: { ...draft.which, plan: data.plan } })
}

function promisedTooMuch(order: Readonly<Order>, plan: Plan): { lineId: string; sku: string; possible: number | null } | null {
  const promised = new Map<string, number>()
  for (const { lineId, sku, quantity } of plan) {
    const line = order.lines.get(lineId)
    const component = line?.stock.find((stock) => stock.sku === sku)
    if (line === undefined || component === undefined) return { lineId, sku, possible: null }
    const key = JSON.stringify([lineId, sku])
    const total = (promised.get(key) ?? 0) + quantity
    const possible = wanted(order, line) * component.quantityPerUnit
    if (total > possible) return { lineId, sku, possible }
    promised.set(key, total)
  }
  return null
}

export function recordBackorder(draft: Draft, { data }: Extract<OrderCommand, { type: 'RecordBackorder' }>): Decision<OrderEvent> {
  const { order } = draft
  if (order.phase !== 'open') return reject('ORDER_OVER', { phase: order.phase })
  const { missing, dueAt } = data
  const isRepeat = order.backorder?.dueAt === dueAt && same(order.backorder.missing, missing)
  return isRepeat ? accept() : accept<OrderEvent>({ type: 'OrderBackordered', data: { ...draft.which, missing, dueAt } })
}

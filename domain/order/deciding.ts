import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import type { OrderCommand } from './commands.ts'
import type { Draft } from './draft.ts'
import type { OrderEvent } from './events.ts'
import { decidedSourcing, type Order, toPromise } from './state.ts'

type Asked = Extract<OrderCommand, { type: 'RecordSourcingDecision' }>['data']
type AskedLine = Asked['asked']['lines'][number]
type Plan = Asked['best'][number]

/**
 * Rules are applied by whoever asks; the order sees to it that they were applied to what it is now, that decisions come one after another, and that
 * every plan sends exactly what was asked for, from where the channel appointed.
 */
export function recordSourcingDecision(
  draft: Draft,
  { data }: Extract<OrderCommand, { type: 'RecordSourcingDecision' }>,
): Decision<OrderEvent> {
  const { order } = draft
  const { orderId: _, shipTo, ...decision } = data
  if (order.phase !== 'open') return reject('ORDER_OVER', { phase: order.phase })
  const last = order.sourcing?.decision ?? 0
  if (decision.decision === last && same(order.sourcing, decidedSourcing({ ...decision, shipTo }))) return accept()
  if (decision.decision !== last + 1 || !same(order.shipTo, shipTo)) return reject('SOURCING_STALE', { decision: last })
  const problem = tooMuch(order, decision.asked.lines) ?? brokenPlan(decision.asked.lines, decision.best)
  return problem ?? accept<OrderEvent>({ type: 'SourcingDecided', data: { ...draft.which, ...decision } })
}

const nameOf = ({ lineId, sku }: Pick<AskedLine, 'lineId' | 'sku'>): string => JSON.stringify([lineId, sku])

function tooMuch(order: Readonly<Order>, asked: readonly AskedLine[]): Rejection | null {
  const seen = new Set<string>()
  for (const each of asked) {
    const { lineId, sku, quantity } = each
    const line = order.lines.get(lineId)
    const component = line?.stock.find((stock) => stock.sku === sku)
    if (line === undefined || component === undefined || seen.has(nameOf(each))) return reject('LINE_UNKNOWN', { lineId, sku })
    const possible = toPromise(order, line) * component.quantityPerUnit
    if (quantity > possible) return reject('QUANTITY_EXCEEDED', { lineId, sku, possible })
    if (each.appointedLocation !== line.appointedLocation) return reject('SOURCING_BROKEN', { lineId, appointed: line.appointedLocation })
    seen.add(nameOf(each))
  }
  return null
}

function brokenPlan(asked: readonly AskedLine[], best: readonly Plan[]): Rejection | null {
  const lines = new Map(asked.map((line) => [nameOf(line), line]))
  for (const [rank, { legs }] of best.entries()) {
    const sent = new Map<string, number>()
    for (const { location, units } of legs) {
      for (const each of units) {
        const line = lines.get(nameOf(each))
        if (line === undefined || (line.appointedLocation ?? location) !== location) return reject('SOURCING_BROKEN', { rank, location })
        sent.set(nameOf(each), (sent.get(nameOf(each)) ?? 0) + each.quantity)
      }
    }
    const short = asked.find((line) => sent.get(nameOf(line)) !== line.quantity)
    if (short !== undefined) return reject('SOURCING_BROKEN', { rank, lineId: short.lineId, sku: short.sku })
  }
  return null
}

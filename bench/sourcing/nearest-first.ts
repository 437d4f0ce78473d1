import type { SourcingDocument } from '../../domain/sourcing/document.ts'
import { judge, promisable } from '../../domain/sourcing/filters.ts'
import { itemsOf } from '../../domain/sourcing/items.ts'
import type { CostParts } from '../../domain/sourcing/plan.ts'
import type { NodeFacts, OrderedLine, Question } from '../../domain/sourcing/question.ts'
import { price } from '../../domain/tariff/price.ts'
import type { Tariff } from '../../domain/tariff/rates.ts'
import type { SentLeg } from './asked.ts'

export interface Rule {
  readonly document: SourcingDocument
  readonly tariff: Tariff
  /** Places in the order in which they are tried. */
  readonly rank: (location: string) => number
}

/**
 * The rule of thumb to compare with: the nearest location that has everything; only where none has, line by line the nearest that
 * has it, those already chosen first. The same filters and the same tariff.
 */
export function nearestFirst({ document, tariff, rank }: Rule, question: Question): { legs: readonly SentLeg[]; cost: CostParts } | null {
  const items = itemsOf(question.lines, false)
  const near = question.nodes
    .flatMap((node) => {
      const verdict = judge(question, items, node)
      if ('dropped' in verdict) return []
      const able = new Set(items.items.flatMap(({ lines }, index) => (verdict.able[index] ? lines : [])))
      return [{ node, able }]
    })
    .sort((a, b) => rank(a.node.location) - rank(b.node.location))
  const whole = near.find(({ node, able }) => question.lines.every((line) => able.has(line)) && holds(node, question.lines))
  if (whole !== undefined) return costed(document, tariff, question, new Map([[whole.node, [...question.lines]]]))
  const chosen = new Map<NodeFacts, OrderedLine[]>()
  for (const line of question.lines) {
    const has = ({ node, able }: (typeof near)[number]) => able.has(line) && holds(node, [...(chosen.get(node) ?? []), line])
    const place = near.find((each) => chosen.has(each.node) && has(each)) ?? (chosen.size < document.maxSplit ? near.find(has) : undefined)
    if (place === undefined) return null
    chosen.set(place.node, [...(chosen.get(place.node) ?? []), line])
  }
  return costed(document, tariff, question, chosen)
}

function holds(node: NodeFacts, lines: readonly OrderedLine[]): boolean {
  return [...Map.groupBy(lines, ({ sku }) => sku)].every(
    ([sku, same]) => same.reduce((sum, { quantity }) => sum + quantity, 0) <= promisable(node, sku),
  )
}

function costed(document: SourcingDocument, tariff: Tariff, question: Question, chosen: ReadonlyMap<NodeFacts, readonly OrderedLine[]>) {
  const cost = { parcelFen: 0, bulkyFen: 0, surchargeFen: 0, handlingFen: 0, latenessFen: 0, splitFen: 0, opportunityFen: 0, totalFen: 0 }
  const legs: SentLeg[] = []
  for (const [node, lines] of chosen) {
    const rates = tariff.ratesTo(node.card, question.shipTo)
    const priced = rates === null ? null : price(rates, lines, { floors: question.floors, redeliveries: 0, storageDays: 0 })
    if (priced === null) return null
    const lateDays = Math.max(0, node.deliveryDays - question.promisedDays)
    cost.parcelFen += priced.parcelFen
    cost.bulkyFen += priced.bulkyFen
    cost.surchargeFen += priced.surchargeFen
    cost.handlingFen += node.handlingFen
    cost.latenessFen += lateDays * document.lateDayFen
    legs.push({ location: node.location, lines, lateDays })
  }
  cost.splitFen = (chosen.size - 1) * document.splitPenaltyFen
  cost.totalFen = cost.parcelFen + cost.bulkyFen + cost.surchargeFen + cost.handlingFen + cost.latenessFen + cost.splitFen
  return { legs, cost }
}

import { price } from '../../tariff/price.ts'
import type { Tariff } from '../../tariff/rates.ts'
import type { SourcingDocument } from '../document.ts'
import type { NodeFacts, OrderedLine, Question } from '../question.ts'

/** Units of each line by location: one way to send an order whole. */
export interface PlainPlan {
  readonly units: readonly (readonly [lineId: string, units: readonly (readonly [location: string, quantity: number])[]])[]
  readonly costFen: number
}

/** Every plan there is, by trying everything; the rules said again as plainly as can be, sharing nothing with the search but the tariff. */
export function everyPlan(document: SourcingDocument, tariff: Tariff, question: Question): readonly PlainPlan[] {
  const lines = question.lines.toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1))
  const nodes = question.nodes
    .filter((node) => node.takesWork && (node.covers.length === 0 || node.covers.some((code) => question.shipTo.includes(code))))
    .filter((node) => node.invoicingEntities.includes(question.invoicingEntity))
    .toSorted((a, b) => (a.location < b.location ? -1 : 1))
  const ways = lines.map((line) =>
    cuts(
      line,
      nodes.filter((node) => mayTake(node, line, question)),
      document.splitQuantities,
    ),
  )
  const plans: PlainPlan[] = []
  const chosen: (readonly (readonly [NodeFacts, number])[])[] = []
  const choose = (at: number): void => {
    if (at === lines.length) {
      const costFen = costOf(document, tariff, question, nodes, lines, chosen)
      if (costFen === null) return
      plans.push({
        units: lines.map(({ lineId }, index) => [lineId, chosen[index]!.map(([node, units]) => [node.location, units] as const)] as const),
        costFen,
      })
      return
    }
    for (const way of ways[at]!) {
      chosen[at] = way
      choose(at + 1)
    }
    chosen.length = at
  }
  choose(0)
  const vectors = new Map(
    plans.map((plan) => [plan, plan.units.flatMap(([, units]) => units.flatMap(([at, count]) => Array(count).fill(at)))]),
  )
  const compare = (a: string[], b: string[]) => {
    const place = a.findIndex((value, index) => value !== b[index])
    return place === -1 ? 0 : a[place]! < b[place]! ? -1 : 1
  }
  return plans.sort((a, b) => a.costFen - b.costFen || compare(vectors.get(a)!, vectors.get(b)!))
}

function mayTake(node: NodeFacts, line: OrderedLine, { subsidyRegion }: Question): boolean {
  if (line.appointedLocation !== null && line.appointedLocation !== node.location) return false
  if (line.subsidised && !node.subsidyRegions.some((region) => region === subsidyRegion)) return false
  return line.needs.every((need) => node.abilities.includes(need)) && (!line.needsSlot || node.hasSlot)
}

type Way = readonly (readonly [NodeFacts, number])[]

function cuts(line: OrderedLine, nodes: readonly NodeFacts[], splitQuantities: boolean): readonly Way[] {
  if (!splitQuantities || line.shipTogether !== null) return nodes.map((node) => [[node, line.quantity]])
  const cut = (left: number, from: number): Way[] => {
    if (left === 0) return [[]]
    return nodes
      .slice(from)
      .flatMap((node, index) =>
        Array.from({ length: left }, (_, fewer) => left - fewer).flatMap((some) =>
          cut(left - some, from + index + 1).map((rest): Way => [[node, some], ...rest]),
        ),
      )
  }
  return cut(line.quantity, 0)
}

/** Null where it breaks a rule. */
function costOf(
  document: SourcingDocument,
  tariff: Tariff,
  question: Question,
  nodes: readonly NodeFacts[],
  lines: readonly OrderedLine[],
  chosen: readonly Way[],
): number | null {
  const sent = chosen.flatMap((way, index) => way.map(([node, units]) => ({ node, units, line: lines[index]! })))
  const used = nodes.filter((node) => sent.some((each) => each.node === node))
  if (used.length > document.maxSplit) return null
  for (const { line, node } of sent) {
    if (line.shipTogether === null) continue
    if (sent.some((other) => other.line.shipTogether === line.shipTogether && other.node !== node)) return null
  }
  let costFen = (used.length - 1) * document.splitPenaltyFen
  for (const node of used) {
    const here = sent.filter((each) => each.node === node)
    for (const sku of new Set(here.map(({ line }) => line.sku))) {
      const facts = node.stock[sku]
      const units = here.filter(({ line }) => line.sku === sku).reduce((sum, each) => sum + each.units, 0)
      if (facts === undefined || units > facts.beyondSafety || units > (facts.channelLeft ?? units)) return null
      costFen += units * opportunityOf(document, sku, node.location, facts.daysOfSupply)
    }
    const rates = tariff.ratesTo(node.card, question.shipTo)
    const goods = here.filter(({ line }) => line.handedOver !== true).map(({ line, units }) => ({ ...line, quantity: units }))
    if (goods.length > 0) {
      const priced = rates === null ? null : price(rates, goods, { floors: question.floors, redeliveries: 0, storageDays: 0 })
      if (priced === null) return null
      costFen += priced.totalFen
    }
    costFen += node.handlingFen + Math.max(0, node.deliveryDays - question.promisedDays) * document.lateDayFen
  }
  return costFen
}

function opportunityOf({ opportunity }: SourcingDocument, sku: string, location: string, days: number): number {
  const holds = opportunity
    .filter((row) => (row.sku ?? sku) === sku && (row.location ?? location) === location && days < (row.underDaysOfSupply ?? days + 1))
    .map((row) => ({ ...row, rank: (row.sku === null ? 0 : 2) + (row.location === null ? 0 : 1) }))
  const best = holds.sort(
    (a, b) => b.rank - a.rank || (a.underDaysOfSupply ?? 1e9) - (b.underDaysOfSupply ?? 1e9) || a.unitFen - b.unitFen,
  )[0]
  return best?.unitFen ?? 0
}

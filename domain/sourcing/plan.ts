import { sum } from '../shared/money.ts'
import type { TariffDocument } from '../tariff/document.ts'
import { type Price, price } from '../tariff/price.ts'
import { openTariff } from '../tariff/rates.ts'
import { type Candidate, deliveryOf, goodsOf, lateDaysOf, type Market, opportunityFenOf, sift } from './candidates.ts'
import type { SourcingDocument } from './document.ts'
import type { DropReason } from './filters.ts'
import { byText, type Item, itemsOf } from './items.ts'
import { openOpportunity } from './opportunity.ts'
import type { OrderedLine, Question } from './question.ts'
import { search } from './search.ts'
import type { Found } from './ten-best.ts'

/** What a plan costs, and what of. */
export interface CostParts {
  readonly parcelFen: number
  readonly bulkyFen: number
  readonly surchargeFen: number
  readonly handlingFen: number
  readonly latenessFen: number
  readonly splitFen: number
  readonly opportunityFen: number
  readonly totalFen: number
}

/** What one location sends. */
export interface Leg {
  readonly location: string
  readonly card: string
  readonly lines: readonly { readonly lineId: string; readonly sku: string; readonly quantity: number }[]
  readonly chargeableGrams: number
  readonly lateDays: number
}

export interface SourcingPlan {
  readonly legs: readonly Leg[]
  readonly cost: CostParts
}

interface Seen {
  /** Locations that could send something, and how many each filter dropped. */
  readonly candidates: number
  readonly dropped: Readonly<Record<DropReason, number>>
  readonly steps: number
  /** Whether everything that could be among the best was seen; where not, the work limit stopped the search. */
  readonly exhausted: boolean
}

export type Sourced =
  | (Seen & {
      readonly found: true
      readonly plan: SourcingPlan
      /** The best plans in their total order, the chosen one first. */
      readonly best: readonly SourcingPlan[]
      /** No plan that keeps the rules costs less. */
      readonly boundFen: number
      /** Whether the plan is known to be the cheapest. */
      readonly proven: boolean
      readonly gapFen: number
    })
  | (Seen & {
      readonly found: false
      /** Whether it is known that there is no plan. */
      readonly proven: boolean
      /** Lines that no location can take any of. */
      readonly unplaceable: readonly string[]
    })

const PLANS = 10

export const openMarket = (document: SourcingDocument, tariff: TariffDocument): Market => ({
  document,
  opportunity: openOpportunity(document.opportunity),
  tariff: openTariff(tariff),
})

/** The cheapest way to send an order whole, under the rules of the document. Pure: the same question has the same answer. */
export function sourceOrder(market: Market, question: Question): Sourced {
  const items = itemsOf(question.lines, market.document.splitQuantities)
  const { candidates, dropped } = sift(market, question, items)
  const { best, boundFen, exhausted, steps } = search(items.items, candidates, market.document, PLANS)
  const seen: Seen = { candidates: candidates.length, dropped, steps, exhausted }
  const [first] = best
  if (first === undefined || boundFen === null) {
    const unplaceable = items.items.flatMap(({ lines }, index) => (candidates.some(({ parts }) => parts[index] !== null) ? [] : lines))
    return { ...seen, found: false, proven: exhausted, unplaceable: unplaceable.map(({ lineId }) => lineId) }
  }
  const plans = best.map((found) => planOf(market, question, items.items, candidates, found))
  const gapFen = first.costFen - boundFen
  return { ...seen, found: true, plan: plans[0]!, best: plans, boundFen, proven: gapFen === 0, gapFen }
}

type Sent = readonly { readonly line: OrderedLine; readonly quantity: number }[]

interface PricedLeg extends Leg {
  readonly price: Price
  readonly handlingFen: number
  readonly latenessFen: number
  readonly opportunityFen: number
}

function planOf(
  market: Market,
  question: Question,
  items: readonly Item[],
  candidates: readonly Candidate[],
  { assignment }: Found,
): SourcingPlan {
  const sent = assignment.flatMap((pairs, index) =>
    pairs.flatMap(([number, parts]) =>
      items[index]!.lines.map((line, place) => ({ number, line, quantity: parts * items[index]!.unitsPerPart[place]! })),
    ),
  )
  const legs = [...Map.groupBy(sent, ({ number }) => number)]
    .toSorted(([a], [b]) => a - b)
    .map(([number, lines]) => legOf(market, question, candidates[number]!, lines))
  return { legs: legs.map(withoutPrice), cost: costOf(market, legs) }
}

function legOf(market: Market, question: Question, { node, rates }: Candidate, sent: Sent): PricedLeg {
  const goods = sent.filter(({ line }) => !line.handedOver).map(({ line, quantity }) => goodsOf(line, quantity))
  const priced = price(rates, goods, deliveryOf(question))!
  const lateDays = lateDaysOf(question, node)
  return {
    location: node.location,
    card: node.card,
    lines: sent
      .map(({ line, quantity }) => ({ lineId: line.lineId, sku: line.sku, quantity }))
      .toSorted((a, b) => byText(a.lineId, b.lineId)),
    chargeableGrams: priced.chargeableGrams,
    lateDays,
    price: priced,
    handlingFen: node.handlingFen,
    latenessFen: lateDays * market.document.lateDayFen,
    opportunityFen: sum(sent.map(({ line, quantity }) => quantity * opportunityFenOf(market, node, line.sku))),
  }
}

const withoutPrice = ({ location, card, lines, chargeableGrams, lateDays }: PricedLeg): Leg => ({
  location,
  card,
  lines,
  chargeableGrams,
  lateDays,
})

function costOf(market: Market, legs: readonly PricedLeg[]): CostParts {
  const total = (of: (leg: PricedLeg) => number) => sum(legs.map(of))
  const parts = {
    parcelFen: total((leg) => leg.price.parcelFen),
    bulkyFen: total((leg) => leg.price.bulkyFen),
    surchargeFen: total((leg) => leg.price.surchargeFen),
    handlingFen: total((leg) => leg.handlingFen),
    latenessFen: total((leg) => leg.latenessFen),
    splitFen: (legs.length - 1) * market.document.splitPenaltyFen,
    opportunityFen: total((leg) => leg.opportunityFen),
  }
  return { ...parts, totalFen: sum(Object.values(parts)) }
}

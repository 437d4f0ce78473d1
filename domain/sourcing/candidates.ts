import {
  chargeable,
  firstAndContinued,
  type Goods,
  isBulky,
  pieceFen,
  plainDelivery,
  surchargeFenOfParcel,
  surchargeFenOfUnit,
  volumeOf,
} from '../tariff/price.ts'
import type { Rates, Tariff } from '../tariff/rates.ts'
import type { SourcingDocument } from './document.ts'
import { type DropReason, dropReasons, judge, promisable } from './filters.ts'
import { byText, type Item, type Items } from './items.ts'
import type { Opportunity } from './opportunity.ts'
import type { NodeFacts, OrderedLine, Question } from './question.ts'

/** What one part of an item costs at a location. */
export interface PartCost {
  /** Whatever goes with it: bulky carriage, surcharges, price of stock. */
  readonly unitFen: number
  /** What it adds to the parcel. */
  readonly grams: number
  readonly cubicMillimetres: number
  readonly inParcel: boolean
  /** Least it adds to the price of a parcel, whatever is in that already. */
  readonly leastParcelFen: number
}

/** A location that can send something of the order. */
export interface Candidate {
  readonly node: NodeFacts
  readonly rates: Rates
  /** Paid once when it sends anything: handling and lateness. */
  readonly fixedFen: number
  /** By item; null where it cannot take any of it. */
  readonly parts: readonly (PartCost | null)[]
  /** By SKU, units it may promise, and no more than the order wants. */
  readonly stock: readonly number[]
}

export const lateDaysOf = ({ promisedDays }: Question, { deliveryDays }: NodeFacts): number => Math.max(0, deliveryDays - promisedDays)

/** Of everything one location sends as a parcel together. */
export function parcelFenOf({ rates }: Pick<Candidate, 'rates'>, grams: number, cubicMillimetres: number): number {
  return firstAndContinued(rates.parcel!, chargeable(grams, cubicMillimetres, rates.volumetricDivisor)) + surchargeFenOfParcel(rates)
}

export const goodsOf = (line: OrderedLine, quantity: number): Goods => ({
  category: line.category,
  quantity,
  weightGrams: line.weightGrams,
  sizeMillimetres: line.sizeMillimetres,
  declaredFen: line.declaredFen,
  oldUnits: line.oldUnits,
})

export const deliveryOf = ({ floors }: Question) => ({ ...plainDelivery, floors })

export interface Market {
  readonly document: SourcingDocument
  readonly opportunity: Opportunity
  readonly tariff: Tariff
}

export interface Sifted {
  /** By name, so that the order they came in decides nothing. */
  readonly candidates: readonly Candidate[]
  readonly dropped: Readonly<Record<DropReason, number>>
}

export function sift(market: Market, question: Question, items: Items): Sifted {
  const dropped = noneDropped()
  const candidates: Candidate[] = []
  for (const node of question.nodes) {
    const candidate = candidateAt(market, question, items, node)
    if (typeof candidate === 'string') dropped[candidate] += 1
    else candidates.push(candidate)
  }
  candidates.sort((a, b) => byText(a.node.location, b.node.location))
  return { candidates, dropped }
}

const noneDropped = () => Object.fromEntries(dropReasons.map((reason) => [reason, 0])) as Record<DropReason, number>

export function candidateAt(market: Market, question: Question, items: Items, node: NodeFacts): Candidate | DropReason {
  const verdict = judge(question, items, node)
  if ('dropped' in verdict) return verdict.dropped
  const rates = market.tariff.ratesTo(node.card, question.shipTo) ?? carriesNothing
  const parts = items.items.map((item, index) => (verdict.able[index] ? partCost(market, question, node, rates, item) : null))
  if (parts.every((part) => part === null)) return 'tariff'
  return {
    node,
    rates,
    fixedFen: node.handlingFen + lateDaysOf(question, node) * market.document.lateDayFen,
    parts,
    stock: items.skus.map((sku, number) => Math.min(items.wanted[number]!, promisable(node, sku))),
  }
}

export function opportunityFenOf({ opportunity }: Market, { location, stock }: NodeFacts, sku: string): number {
  return opportunity(sku, location, stock[sku]?.daysOfSupply ?? 0)
}

/** Of a location without a card: what it hands over needs none. */
const carriesNothing: Rates = { volumetricDivisor: null, parcel: null, bulky: () => undefined, surcharges: [] }

/** Null where the tariff does not take it to the place. */
function partCost(market: Market, question: Question, node: NodeFacts, rates: Rates, { lines, unitsPerPart }: Item): PartCost | null {
  let [unitFen, grams, cubicMillimetres, inParcel] = [0, 0, 0, false]
  for (const [index, line] of lines.entries()) {
    const units = unitsPerPart[index]!
    const goods = goodsOf(line, units)
    unitFen += units * opportunityFenOf(market, node, line.sku)
    if (line.handedOver) continue
    unitFen += units * surchargeFenOfUnit(rates, goods, deliveryOf(question))
    if (isBulky(rates, line.category)) {
      const fen = pieceFen(rates, goods)
      if (fen === null) return null
      unitFen += units * fen
    } else {
      if (rates.parcel === null) return null
      inParcel = true
      grams += units * line.weightGrams
      cubicMillimetres += units * volumeOf(line.sizeMillimetres)
    }
  }
  return { unitFen, grams, cubicMillimetres, inParcel, leastParcelFen: inParcel ? leastParcelFen(rates, grams, cubicMillimetres) : 0 }
}

/**
 * Whatever is in the parcel, this makes it at least so much heavier: the lesser of its weight and its volume as weight, and of that the
 * first weight may have been free and a step already begun.
 */
export function leastParcelFen({ parcel, volumetricDivisor }: Rates, grams: number, cubicMillimetres: number): number {
  const { firstGrams, stepGrams, stepFen } = parcel!
  const heavier = volumetricDivisor === null ? grams : Math.min(grams, Math.floor(cubicMillimetres / volumetricDivisor))
  return Math.floor(Math.max(0, heavier - firstGrams) / stepGrams) * stepFen
}

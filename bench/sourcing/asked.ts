import type { SourcingDocument } from '../../domain/sourcing/document.ts'
import type { Leg } from '../../domain/sourcing/plan.ts'
import type { NodeFacts, Question, StockFacts } from '../../domain/sourcing/question.ts'
import type { TariffDocument } from '../../domain/tariff/document.ts'
import type { PriceCard } from './cards.ts'
import { type Country, type CountryOrder, daysBetween, type Held, type Site } from './country.ts'

/** The country in the words of the solver. */

export function tariffOf({ cards }: Country): TariffDocument {
  return { cards: cards.map(cardOf) }
}

function cardOf({
  card,
  volumetricDivisor,
  parcel,
  bulky,
  remotePieces,
  insuredPerTenThousand,
}: PriceCard): TariffDocument['cards'][number] {
  return {
    card,
    volumetricDivisor,
    parcel: [...parcel],
    bulky: [...bulky],
    surcharges: [
      ...remotePieces.map(({ area, pieceFen }) => ({ name: 'remote', area, per: 'bulkyPiece' as const, fen: pieceFen })),
      { name: 'insurance', area: 'CN', per: 'declaredValue', fen: insuredPerTenThousand },
    ],
  }
}

export type SentLeg = Pick<Leg, 'location' | 'lines' | 'lateDays'>

/** What is left of the stock while orders take from it. */
export interface Shelf {
  readonly stockAt: (site: Site, channel: string, skus: readonly string[]) => Record<string, StockFacts>
  readonly take: (sent: { readonly legs: readonly SentLeg[] }, channel: string) => void
}

/** @param depletes Whether what is taken is gone for the orders after it. */
export function openShelf({ sites }: Country, depletes: boolean): Shelf {
  const taken = new Map<string, number>()
  const key = (...parts: readonly string[]) => parts.join(' ')
  const takenOf = (...parts: readonly string[]) => taken.get(key(...parts)) ?? 0
  const add = (units: number, ...parts: readonly string[]) => taken.set(key(...parts), takenOf(...parts) + units)
  const factsOf = (location: string, channel: string, sku: string, held: Held): StockFacts => {
    const onHand = held.onHand - takenOf(location, sku)
    const limit = held.channelUnits[channel]
    return {
      beyondSafety: onHand - held.safetyUnits,
      channelLeft: limit === undefined ? null : limit - takenOf(location, sku, channel),
      daysOfSupply: Math.floor((onHand * 100) / held.soldPerDayHundredths),
    }
  }
  const known = new Set(sites.map(({ location }) => location))
  return {
    stockAt({ location, stock }, channel, skus) {
      const facts: Record<string, StockFacts> = {}
      for (const sku of skus) {
        const held = stock.get(sku)
        if (held !== undefined) facts[sku] = factsOf(location, channel, sku, held)
      }
      return facts
    },
    take({ legs }, channel) {
      if (!depletes) return
      for (const { location, lines } of legs) {
        if (!known.has(location)) throw new Error(`there is no ${location}`)
        for (const { sku, quantity } of lines) {
          add(quantity, location, sku)
          add(quantity, location, sku, channel)
        }
      }
    },
  }
}

const nodeOf = (site: Site, order: CountryOrder, stock: Record<string, StockFacts>): NodeFacts => ({
  location: site.location,
  card: site.card,
  takesWork: true,
  covers: [...site.covers],
  abilities: [...(site.installs ? ['install'] : []), ...(site.scansSerials ? ['scanSerial'] : [])],
  invoicingEntities: [...site.invoicingEntities],
  subsidyRegions: [...site.subsidyRegions],
  hasSlot: site.hasSlot,
  deliveryDays: daysBetween(site, order.shipTo),
  handlingFen: site.handlingFen,
  stock,
})

export function questionOf(country: Country, order: CountryOrder, shelf: Shelf): Question {
  const skus = order.lines.map(({ good }) => good.sku)
  return {
    shipTo: [...order.shipTo.path],
    invoicingEntity: order.invoicingEntity,
    subsidyRegion: order.subsidised ? order.shipTo.path[0] : null,
    promisedDays: order.promisedDays,
    floors: 0,
    lines: order.lines.map(({ lineId, good, quantity }) => ({
      lineId,
      sku: good.sku,
      category: good.category,
      quantity,
      weightGrams: good.weightGrams,
      sizeMillimetres: [...good.sizeMillimetres],
      declaredFen: good.priceFen,
      oldUnits: 0,
      needs: [...(good.needsInstallation ? ['install'] : []), ...(order.subsidised ? ['scanSerial'] : [])],
      needsSlot: good.needsInstallation,
      subsidised: order.subsidised,
      appointedLocation: null,
      shipTogether: null,
    })),
    nodes: country.sites.map((site) => nodeOf(site, order, shelf.stockAt(site, order.channel, skus))),
  }
}

/** A policy as a shop would set it: stock that runs out soon has a price. */
export const benchPolicy: SourcingDocument = {
  maxSplit: 3,
  splitQuantities: false,
  splitPenaltyFen: 500,
  lateDayFen: 1_000,
  opportunity: [
    { sku: null, location: null, underDaysOfSupply: 3, unitFen: 100 },
    { sku: null, location: null, underDaysOfSupply: 1, unitFen: 300 },
  ],
  workLimit: 100_000,
}

import { type DeliveryOffer, type OfferedVisit, offerDelivery, offerVisits } from '../../domain/delivery/offer.ts'
import { instantOn } from '../../domain/shared/china-day.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { stockKey } from '../../domain/shared/stream-name.ts'
import { type Candidate, type Demand, sourceNearest } from '../../domain/sourcing/nearest.ts'
import { available, stockAggregate } from '../../domain/stock/stock.ts'
import type { Catalogue, SkuFacts } from '../catalogue/port.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Policies } from '../policies/port.ts'
import type { Clock } from '../ports/clock.ts'
import { nearTo } from '../processes/order/near.ts'
import type { CoverageDirectory } from './coverage-directory.ts'
import { openSlots } from './open-slots.ts'

export interface DeliveryOffersOptions {
  readonly bus: CommandBus
  readonly catalogue: Catalogue
  readonly policies: Policies
  readonly coverage: CoverageDirectory
  readonly clock: Clock
}

export interface Asked {
  readonly sku: string
  readonly quantity: number
  /** Where it goes, from the province down. */
  readonly shipTo: readonly string[]
  readonly channel: Channel
  readonly install: boolean
  readonly picksUpOldUnit: boolean
}

export interface Offered {
  readonly delivery: DeliveryOffer
  readonly visits: readonly OfferedVisit[]
  /** Which rules decided. */
  readonly policies: readonly { readonly name: string; readonly version: number }[]
}

export type DeliveryOffers = (asked: Asked) => Promise<Offered | Rejection>

/** Nearest ones that are asked for their stock. */
const mostLocations = 100

/** What could be offered now to somebody who has not ordered: nothing is promised by it. */
export function createDeliveryOffers({ bus, catalogue, policies, coverage, clock }: DeliveryOffersOptions): DeliveryOffers {
  async function stockNear(demands: readonly Demand[], { shipTo, channel }: Asked): Promise<readonly Candidate[]> {
    const seen: Candidate[] = []
    for (const candidate of nearTo(catalogue.activeLocations(), shipTo).slice(0, mostLocations)) {
      const units = await Promise.all(
        demands.map(async ({ sku }) => {
          const stock = await bus.look(stockAggregate, stockKey(sku, candidate.location))
          return [sku, stock === null ? 0 : available(stock, channel)] as const
        }),
      )
      seen.push({ ...candidate, available: new Map(units) })
      if (sourceNearest(demands, shipTo, seen.slice(-1)).complete) break
    }
    return seen
  }

  return async (asked) => {
    const facts = await catalogue.sku(asked.sku)
    if (facts === null) return reject('SKU_UNKNOWN', { sku: asked.sku })
    const askedAt = clock.now()
    const transport = await policies.inForce('transport', askedAt)
    const installation = await policies.inForce('installation', askedAt)
    const named = [transport, installation].map(({ name, version }) => ({ name, version }))
    const demands = demandsOf(facts, asked.quantity)
    const candidates = await stockNear(demands, asked)
    const delivery = offerDelivery({ askedAt, shipTo: asked.shipTo, demands, candidates, transport: transport.document })
    if (!delivery.inStock || !asked.install) return { delivery, visits: [], policies: named }

    const { document } = installation
    const { category, brand } = facts
    const wanted = { regionPath: asked.shipTo, category, brand, picksUpOldUnit: asked.picksUpOldUnit, at: askedAt }
    const earliestAt = Math.max(askedAt, instantOn(delivery.arrivesOn, 0))
    const slotsOf = (kind: 'toHomeAndInstall' | 'install') => openSlots({ bus, coverage }, document, kind, wanted, earliestAt)
    const slots = { oneVisit: await slotsOf('toHomeAndInstall'), twoVisits: await slotsOf('install') }
    return { delivery, visits: offerVisits(delivery, document, slots), policies: named }
  }
}

function demandsOf({ sku, components }: SkuFacts, quantity: number): readonly Demand[] {
  const parts = components.length === 0 ? [{ sku, quantity: 1 }] : components
  return parts.map((part) => ({ lineId: part.sku, sku: part.sku, quantity: part.quantity * quantity, appointedLocation: null }))
}

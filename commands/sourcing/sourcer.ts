import { decidedPlans } from '../../domain/order/decided-plans.ts'
import type { SourcingDecision } from '../../domain/order/events.ts'
import type { Order } from '../../domain/order/state.ts'
import { stockKey } from '../../domain/shared/stream-name.ts'
import { type Asked, partName, questionOf, reachOfOrder, stockFactsOf } from '../../domain/sourcing/asking.ts'
import type { Demand } from '../../domain/sourcing/nearest.ts'
import { askedLinesOf, type Carried, promisedDaysOf, subsidyRegionOf } from '../../domain/sourcing/order-lines.ts'
import { openMarket, sourceOrder } from '../../domain/sourcing/plan.ts'
import type { StockFacts } from '../../domain/sourcing/question.ts'
import { type CostRules, type SourcingRules, searchRulesOf } from '../../domain/sourcing/rules.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import type { TariffDocument } from '../../domain/tariff/document.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { readAuditedOrder } from '../audit/audited-order.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Policies, PolicyInForce } from '../policies/port.ts'
import type { Clock } from '../ports/clock.ts'
import type { CoverageDirectory } from '../services/coverage-directory.ts'
import { asksForSlots, withoutSlotDays, withSlotDays } from './slot-days.ts'

export interface SourcerOptions {
  readonly events: Pick<EventStore, 'readStream'>
  readonly bus: CommandBus
  readonly catalogue: Catalogue
  readonly policies: Policies
  readonly coverage: CoverageDirectory
  readonly clock: Clock
}

export type RulesInForce = PolicyInForce<SourcingRules> & { readonly document: CostRules }

/** Decides by cost where an order is sent from, while a policy says so. */
export interface Sourcer {
  /** Null while orders go to the nearest location: nothing is decided by cost then. */
  rules(): Promise<RulesInForce | null>
  /** A decision about what still needs a location. Null when nobody placed the order. */
  decide(order: Readonly<Order>, demands: readonly Demand[], refusedBy: ReadonlySet<string>, rules: RulesInForce): Promise<Decided | null>
}

export interface Decided {
  /** What the order is to record. */
  readonly record: SourcingDecision & { readonly orderId: string; readonly shipTo: string[] }
  /** Where there is no plan: what no location at all can take. */
  readonly unplaceable: readonly Demand[]
}

export function createSourcer({ events, bus, catalogue, policies, coverage, clock }: SourcerOptions): Sourcer {
  const marketOf = rememberMarket()

  async function rules(): Promise<RulesInForce | null> {
    const inForce = await policies.inForce('sourcing', clock.now())
    return inForce.document.by === 'cost' ? (inForce as RulesInForce) : null
  }

  async function askedOf(order: Readonly<Order>, demands: readonly Demand[], refusedBy: ReadonlySet<string>, document: CostRules) {
    const placed = await readAuditedOrder(events, order.orderId)
    if (placed === null) return null
    const shop = await catalogue.shop(order.channel, order.shop)
    const skus = [...new Set(demands.map(({ sku }) => sku))]
    const carried = new Map<string, Carried>()
    for (const [index, facts] of (await Promise.all(skus.map(catalogue.sku))).entries())
      if (facts !== null) carried.set(skus[index]!, facts)
    const lines = askedLinesOf(placed, demands, document, carried)
    return {
      shipTo: order.shipTo,
      invoicingEntity: shop?.invoicingEntity ?? '',
      subsidyRegion: subsidyRegionOf(placed),
      promisedDays: promisedDaysOf(placed, document, clock.now()),
      lines: await withSlotDays(lines, placed, clock.now(), { bus, policies, coverage }),
      refusedBy: [...refusedBy].sort(),
    } satisfies Asked
  }

  /** What is there to promise, and after which event of each stock. */
  async function readStocks(rules: CostRules, channel: Order['channel'], locations: readonly string[], skus: readonly string[]) {
    const stocks: SourcingDecision['stocks'] = []
    const facts = new Map<string, Record<string, StockFacts>>(locations.map((location) => [location, {}]))
    const wanted = locations.flatMap((location) => skus.map((sku) => ({ location, sku })))
    const seen = await Promise.all(
      wanted.map(async ({ location, sku }) => {
        const found = await bus.see(stockAggregate, stockKey(sku, location))
        return found === null ? null : { revision: found.revision, facts: stockFactsOf(rules, found.state, { sku, location, channel }) }
      }),
    )
    for (const [index, { location, sku }] of wanted.entries()) {
      const found = seen[index]
      if (found == null) continue
      stocks.push({ sku, location, revision: found.revision })
      facts.get(location)![sku] = found.facts
    }
    return { stocks, stockAt: (location: string) => facts.get(location)! }
  }

  return {
    rules,
    async decide(order, demands, refusedBy, { name, version, document }) {
      const { decision: last = 0 } = order.sourcing ?? {}
      const wanted = await askedOf(order, demands, refusedBy, document)
      if (wanted === null) return null
      const tariff = await policies.inForce('tariff', clock.now())
      const [locations, locationsAt] = [catalogue.activeLocations(), catalogue.locationsKnownAt()]
      const market = marketOf(document, tariff.document)

      async function search(asked: Asked) {
        const reach = reachOfOrder(document, asked, locations)
        const looked = reach.looked.map(({ location }) => location)
        const { stocks, stockAt } = await readStocks(document, order.channel, looked, reach.skus)
        return { asked, reach, stocks, sourced: sourceOrder(market, questionOf(asked, reach, stockAt)) }
      }

      const inTime = await search(wanted)
      // A full calendar chooses among locations, but keeps no order from leaving: its installation waits for a slot where people see it.
      const { asked, reach, stocks, sourced } =
        inTime.sourced.found || !asksForSlots(wanted) ? inTime : await search(withoutSlotDays(wanted))
      const { shipTo, ...question } = asked
      const record = {
        orderId: order.orderId,
        shipTo: [...shipTo],
        decision: last + 1,
        policy: { name, version },
        tariff: { name: tariff.name, version: tariff.version },
        asked: { ...question, lines: [...question.lines], refusedBy: [...question.refusedBy] },
        locationsAt: String(locationsAt),
        stocks,
        ...decidedPlans(sourced, reach.beyond),
        decidedAt: clock.now(),
      }
      const without = new Set(sourced.found ? [] : sourced.unplaceable)
      return { record, unplaceable: demands.filter((demand) => without.has(partName(demand))) }
    },
  }
}

/** Tables of a market are opened once for as long as its documents decide. */
function rememberMarket() {
  let known: { rules: CostRules; tariff: TariffDocument; market: ReturnType<typeof openMarket> } | null = null
  return (rules: CostRules, tariff: TariffDocument) => {
    if (known?.rules !== rules || known.tariff !== tariff) known = { rules, tariff, market: openMarket(searchRulesOf(rules), tariff) }
    return known.market
  }
}

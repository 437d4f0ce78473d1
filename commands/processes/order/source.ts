import type { Order } from '../../../domain/order/state.ts'
import { toPromise } from '../../../domain/order/state.ts'
import type { Ask } from '../../../domain/process/process.ts'
import { stockKey } from '../../../domain/shared/stream-name.ts'
import { type Candidate, type Demand, type Placed, type Plan, sourceNearest } from '../../../domain/sourcing/nearest.ts'
import { available, stockAggregate } from '../../../domain/stock/stock.ts'
import type { Catalogue } from '../../catalogue/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Held, SkuFacts } from './held.ts'
import { handingOver, nearTo, regionOf } from './near.ts'

/** What each line still needs a promise for. */
export function demandsOf(order: Readonly<Order>, held: readonly Held[]): readonly Demand[] {
  const valid = new Map<string, number>()
  for (const { lineId, sku, valid: units } of held) {
    const key = JSON.stringify([lineId, sku])
    valid.set(key, (valid.get(key) ?? 0) + units)
  }
  return [...order.lines.values()].flatMap((line) =>
    line.stock.flatMap(({ sku, quantityPerUnit }) => {
      const quantity = toPromise(order, line) * quantityPerUnit - (valid.get(JSON.stringify([line.lineId, sku])) ?? 0)
      const { lineId, delivery, appointedLocation } = line
      const handedOver = delivery === 'storePickup' || delivery === 'carryOut'
      return quantity > 0 ? [{ lineId, sku, quantity, appointedLocation, ...(handedOver ? { handedOver } : {}) }] : []
    }),
  )
}

/**
 * Looks outwards from one location to the next, so that most orders ask one or two only; the stock itself decides when it is asked.
 * @param refusedBy Locations that will not do the work for this order.
 */
export async function source(
  bus: CommandBus,
  catalogue: Catalogue,
  order: Readonly<Order>,
  demands: readonly Demand[],
  refusedBy: ReadonlySet<string>,
): Promise<Plan> {
  const seen: Candidate[] = []
  const locations = catalogue.activeLocations()
  const candidates = [...handingOver(locations, order.shipTo, demands), ...nearTo(locations, order.shipTo)]
  for (const candidate of candidates) {
    if (refusedBy.has(candidate.location)) continue
    const looked = await lookAt(bus, order, candidate, demands)
    const single = sourceNearest(demands, order.shipTo, [looked])
    if (single.complete) return single
    seen.push(looked)
  }
  return sourceNearest(demands, order.shipTo, seen)
}

async function lookAt(bus: CommandBus, order: Readonly<Order>, candidate: Candidate, demands: readonly Demand[]): Promise<Candidate> {
  const skus = [...new Set(demands.map(({ sku }) => sku))]
  const units = await Promise.all(
    skus.map(async (sku) => {
      const stock = await bus.look(stockAggregate, stockKey(sku, candidate.location))
      return [sku, stock === null ? 0 : available(stock, order.channel)] as const
    }),
  )
  return { ...candidate, available: new Map(units) }
}

/** One command for each stock, so that the same SKU on several lines is decided as one sum. */
export function reserveAsks(
  order: Readonly<Order>,
  placed: readonly Placed[],
  catalogue: Catalogue,
  facts: SkuFacts,
  attemptOf: (placed: Placed) => string,
  askedAt: number,
): readonly Ask[] {
  const locations = catalogue.activeLocations()
  const groups = Map.groupBy(placed, ({ sku, location }) => stockKey(sku, location))
  return [...groups.values()].map((group) => {
    const { sku, location } = group[0]!
    const reservations = group.map((placed) => ({
      reservationId: `${order.orderId}/${placed.lineId}/${sku}/${attemptOf(placed)}`,
      lineId: placed.lineId,
      quantity: placed.quantity,
    }))
    const data = {
      sku,
      location,
      regionPath: regionOf(locations, location),
      ...facts(sku),
      orderId: order.orderId,
      channel: order.channel,
      reservations,
      askedAt,
    }
    return { type: 'ReserveStock', data }
  })
}

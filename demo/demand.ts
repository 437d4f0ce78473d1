import { hotSku, rangeOf, stockParts } from './goods.ts'
import { type Location, warehouseFor } from './places.ts'
import type { Line, Sale } from './sale.ts'

/** Units by SKU and location that must be there for every sale to go well, hot ones aside. */
export interface Demand {
  readonly units: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Units wanted of what is short. */
  readonly hotUnits: number
}

/** Goods of a till's ticket leave the store when they are carried out; all else comes from warehouses, or from a store next door. */
function placesOf(
  { delivery, store, buyer, channel }: Sale,
  { isGift, sku }: Line,
  part: string,
  stores: readonly Location[],
): readonly string[] {
  const atStore = (delivery === 'carryOut' || delivery === 'storePickup') && !isGift
  if (atStore) return [store!.location]
  const home = buyer?.place ?? store!.place
  const nextDoor = channel === 'pos' || !isGift ? stores.filter(({ place }) => place.path[2] === home.path[2]) : []
  return [
    warehouseFor(home, rangeOf({ sku: part, role: sku.role === 'till' || sku.role === 'gift' ? sku.role : 'goods' })),
    ...nextDoor.map(({ location }) => location),
  ]
}

export function demandOf(sales: readonly Sale[], stores: readonly Location[]): Demand {
  const units = new Map<string, Map<string, number>>()
  let hotUnits = 0
  for (const sale of sales) {
    for (const line of sale.lines) {
      for (const part of stockParts(line.sku)) {
        if (part.sku === hotSku.sku) hotUnits += part.quantity
        else for (const place of placesOf(sale, line, part.sku, stores)) add(units, place, part.sku, part.quantity * line.quantity)
      }
    }
  }
  return { units, hotUnits }
}

function add(units: Map<string, Map<string, number>>, place: string, sku: string, quantity: number): void {
  const here = units.get(place) ?? new Map<string, number>()
  units.set(place, here.set(sku, (here.get(sku) ?? 0) + quantity))
}

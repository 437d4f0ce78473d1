import { sum } from '../shared/money.ts'

/** Units of one promise that went with one shipment. */
export interface Gone {
  readonly shipmentId: string
  readonly quantity: number
}

export const totalOf = (gone: readonly Gone[]): number => sum(gone.map(({ quantity }) => quantity))

/**
 * Units may leave without the serial numbers they need: the stock has issued them, but the location has still to name them. How many of a
 * promise these are.
 */
export const unnamedUnits = (issued: number, named: number): number => Math.max(0, issued - named)

/**
 * Units that left unnamed before a shipment came to name some: it names these first. Of shipments named at once each leaves to the next
 * what it does not need, so that none is taken for two units, nor two for one.
 * @param named In the order they were named.
 */
export function unnamedBefore(shipmentId: string, issued: readonly Gone[], named: readonly Gone[]): number {
  const place = named.findIndex((each) => each.shipmentId === shipmentId)
  const earlier = place < 0 ? named : named.slice(0, place)
  const notEarlier = new Set([shipmentId, ...named.slice(earlier.length).map((each) => each.shipmentId)])
  return unnamedUnits(totalOf(issued.filter((each) => !notEarlier.has(each.shipmentId))), totalOf(earlier))
}

/**
 * Units that left with a shipment as its location names it, without those that had left unnamed before.
 * @param own Units known to have left with this very shipment: these are not taken for others.
 */
export const newlyLeft = (quantity: number, own: number, unnamed: number): number => {
  const further = Math.max(0, quantity - own)
  return Math.min(quantity, own) + Math.max(0, further - unnamed)
}

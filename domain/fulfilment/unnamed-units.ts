import { sum } from '../shared/money.ts'
import type { ShippedLine } from './state.ts'

/**
 * Units may leave without the serial numbers they need: the stock has issued them, but the location has still to name them. How many of a
 * promise these are.
 * @param issued Units of it that the stock has issued.
 * @param named What shipments of its location name, of any promise.
 */
export function unnamedUnits(reservationId: string, issued: number, named: readonly ShippedLine[]): number {
  const ofIt = named.filter((line) => line.reservationId === reservationId)
  return Math.max(0, issued - sum(ofIt.map(({ quantity }) => quantity)))
}

/** What is new of units a location names: those that had left unnamed are only named by it, and they come first. */
export function newlyLeft(line: ShippedLine, unnamed: number): readonly ShippedLine[] {
  const quantity = line.quantity - unnamed
  return quantity > 0 ? [{ ...line, quantity }] : []
}

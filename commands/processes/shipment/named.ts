import type { ShippedLine } from '../../../domain/fulfilment/state.ts'
import type { Gone } from '../../../domain/fulfilment/unnamed-units.ts'
import { sum } from '../../../domain/shared/money.ts'
import type { Work } from '../order/fulfil.ts'
import type { Left } from './departure.ts'

/** Work that took a shipment, with what of it left there. */
export const leftOf = (works: readonly Work[], shipmentId: string): readonly Left[] =>
  works.flatMap(({ fulfilmentId, location, fulfilment }) => {
    const shipment = fulfilment?.shipments.get(shipmentId)
    return shipment === undefined ? [] : [{ fulfilmentId, shipmentId, location, lines: byPromise(shipment.lines) }]
  })

/** A location may say each unit by itself. */
function byPromise(lines: readonly ShippedLine[]): readonly ShippedLine[] {
  const groups = Map.groupBy(lines, ({ reservationId }) => reservationId)
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    quantity: sum(group.map(({ quantity }) => quantity)),
    serialNumbers: group.flatMap(({ serialNumbers }) => serialNumbers),
  }))
}

/** Units of one promise that a location names. */
export interface Named extends Gone {
  readonly fulfilmentId: string
  readonly location: string
  readonly dispatchedAt: number
  /** Which shipment of its fulfilment it is. */
  readonly place: number
}

/** Units of each promise by the shipments that name them, in the order they were named. */
export function namedIn(works: readonly Work[]): ReadonlyMap<string, readonly Named[]> {
  const lines = works.flatMap(({ fulfilmentId, location, fulfilment }) =>
    [...(fulfilment?.shipments ?? [])].flatMap(([shipmentId, shipment], place) =>
      byPromise(shipment.lines).map(({ reservationId, quantity }) => {
        return { reservationId, quantity, fulfilmentId, location, shipmentId, place, dispatchedAt: shipment.dispatchedAt }
      }),
    ),
  )
  return Map.groupBy(lines, ({ reservationId }) => reservationId)
}

/** Of two locations the clock decides; where it does not, any order will do, so long as it is always the same. */
export function isNamedBefore(one: Omit<Named, 'quantity'>, other: Omit<Named, 'quantity'>): boolean {
  if (one.fulfilmentId === other.fulfilmentId) return one.place < other.place
  return one.dispatchedAt === other.dispatchedAt ? one.fulfilmentId < other.fulfilmentId : one.dispatchedAt < other.dispatchedAt
}

export const unitsWith = (gone: readonly Gone[], shipmentId: string): number =>
  sum(gone.map((each) => (each.shipmentId === shipmentId ? each.quantity : 0)))

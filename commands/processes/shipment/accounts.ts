import { newlyLeft, totalOf, unnamedBefore, unnamedUnits } from '../../../domain/fulfilment/unnamed-units.ts'
import { notCancelledAlone } from '../../../domain/order/state.ts'
import { sum } from '../../../domain/shared/money.ts'
import { accountKey } from './account-key.ts'
import { unitsWith } from './named.ts'
import type { Booked } from './promises.ts'
import type { Seen } from './seen.ts'
import { isTold } from './told-as.ts'

/** What is known to have left of one line of the order and SKU, in units of stock. */
export interface Account {
  /** With this shipment, as the channel says. */
  readonly said: number
  /** With this shipment, named by locations or issued by the stock. */
  readonly gone: number
  /** What the order counts as shipped and neither this shipment nor another one accounts for. */
  readonly missing: number
}

/**
 * A channel repeats a line in every parcel it was split over, so no more is missing than the order counts as shipped. What a location
 * says left may not have been told to the order yet: that is not among what it counts, but there are no more units than were ordered.
 */
export function accountsOf(look: Seen): ReadonlyMap<string, Account> {
  const { departure, order, promises } = look
  const promisesByKey = Map.groupBy(promises, ([, { key }]) => key)
  const saidByLine = Map.groupBy(departure.saidBy === 'channel' ? departure.lines : [], ({ lineId }) => lineId)
  const accounts = [...order.lines.values()].flatMap((line) => {
    const units = sum((saidByLine.get(line.lineId) ?? []).map(({ quantity }) => quantity))
    return line.stock.map(({ sku, quantityPerUnit }) => {
      const key = accountKey({ lineId: line.lineId, sku })
      const mine = (promisesByKey.get(key) ?? []).map(([id, booked]) => goneOf(look, id, booked))
      const gone = sum(mine.map(({ withThis }) => withThis))
      const inAll = sum(mine.map((each) => each.inAll))
      const counted = line.shipped * quantityPerUnit + sum(mine.map(({ untold }) => untold))
      const possible = Math.max(line.shipped, notCancelledAlone(line)) * quantityPerUnit
      return [key, { said: units * quantityPerUnit, gone, missing: Math.max(0, Math.min(counted, possible) - inAll) }] as const
    })
  })
  return new Map(accounts)
}

function goneOf({ departure: { shipmentId }, order, named }: Seen, reservationId: string, { issued }: Booked) {
  const ofIt = named.get(reservationId) ?? []
  const untold = ofIt
    .filter((each) => each.shipmentId !== shipmentId && !isTold(order, each))
    .map((each) => newlyLeft(each.quantity, 0, unnamedBefore(each.shipmentId, issued, ofIt)))
  return {
    withThis: Math.max(unitsWith(ofIt, shipmentId), unitsWith(issued, shipmentId)),
    // What this shipment is known to have taken without names, another one may name: that is one unit.
    inAll: totalOf(ofIt) + unnamedUnits(totalOf(issued), totalOf(ofIt)),
    untold: sum(untold),
  }
}

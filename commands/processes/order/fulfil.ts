import { type Fulfilment, fulfilmentAggregate, fulfilmentKey } from '../../../domain/fulfilment/fulfilment.ts'
import { isOpen } from '../../../domain/fulfilment/phase.ts'
import { unnamedUnits } from '../../../domain/fulfilment/unnamed-units.ts'
import { isPaidInFull, type Order } from '../../../domain/order/state.ts'
import type { Ask } from '../../../domain/process/process.ts'
import { sum } from '../../../domain/shared/money.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Tell } from '../told.ts'
import type { Held, SkuFacts } from './held.ts'

export interface Work {
  readonly fulfilmentId: string
  readonly location: string
  /** Which try at this location, from 1. */
  readonly attempt: number
  readonly fulfilment: Readonly<Fulfilment> | null
}

/** All work given to the locations of these reservations so far; the last one of a location is the current one, if it is open. */
export async function workOf(bus: CommandBus, orderId: string, locations: readonly string[]): Promise<readonly Work[]> {
  const works = await Promise.all([...new Set(locations)].map((location) => workAt(bus, orderId, location)))
  return works.flat()
}

async function workAt(bus: CommandBus, orderId: string, location: string): Promise<readonly Work[]> {
  const found: Work[] = []
  for (let attempt = 1; ; attempt++) {
    const fulfilmentId = fulfilmentKey(orderId, location, attempt)
    const fulfilment = await bus.look(fulfilmentAggregate, fulfilmentId)
    if (fulfilment === null || fulfilment.request === null) return found
    found.push({ fulfilmentId, location, attempt, fulfilment })
  }
}

export const openWork = (works: readonly Work[]): readonly Work[] =>
  works.filter(({ fulfilment }) => fulfilment !== null && isOpen(fulfilment))

/** Locations that will not do the work, or did not in time. */
export const refusing = (works: readonly Work[]): ReadonlySet<string> =>
  new Set(works.filter(({ fulfilment }) => isNo(fulfilment?.answer ?? null)).map(({ location }) => location))

const isNo = (answer: Fulfilment['answer']): boolean => answer === 'rejected' || answer === 'expired'

/**
 * Promises that another system works on and was asked to let be, or will not, or has begun to send: what it is still to send stays promised until
 * it says what becomes of it.
 */
export const undecided = (works: readonly Work[]): ReadonlySet<string> =>
  new Set(
    openWork(works).flatMap(({ fulfilment }) => {
      const { handedOver, callOff, units, lines } = fulfilment!
      if (!handedOver || (callOff === null && units.dispatched === 0)) return []
      return [...lines].flatMap(([id, { requested, dispatched }]) => (requested.quantity > dispatched ? [id] : []))
    }),
  )

/** Locations that did not find all they were to send. */
export const shortOf = (works: readonly Work[]): readonly string[] =>
  works.filter(({ fulfilment }) => fulfilment?.lines.values().some(({ lacking }) => lacking > 0)).map(({ location }) => location)

/** Units of a reservation that open work is still to send. */
export const stillToSend = (works: readonly Work[], reservationId: string): number =>
  sum(
    openWork(works)
      .flatMap(({ fulfilment }) => fulfilment!.lines.get(reservationId) ?? [])
      .map(({ requested, dispatched }) => requested.quantity - dispatched),
  )

/** Work may begin: everything is paid, or is paid on delivery, and nothing holds the order. What has left already, has left. */
export const mayFulfil = (order: Readonly<Order>): boolean =>
  order.shipments.size > 0 || ((isPaidInFull(order) || order.cashOnDelivery) && order.holds.size === 0)

const kinds = { ship: 'delivery', install: 'delivery', storePickup: 'storePickup', carryOut: 'carryOut' } as const

/** One request for each location that holds units no open work covers, and for each way they reach the buyer from there. */
export function fulfilAsks(
  order: Readonly<Order>,
  shop: string,
  held: readonly Held[],
  works: readonly Work[],
  facts: SkuFacts,
  isSupplier: (location: string) => boolean,
): readonly Tell[] {
  const waiting = held.map((each) => ({ ...each, units: unitsToSend(each, works) })).filter(({ units }) => units > 0)
  const kindOf = ({ lineId, location }: Held) => {
    const kind = kinds[order.lines.get(lineId)?.delivery ?? 'ship']
    return kind === 'delivery' && isSupplier(location) ? 'dropship' : kind
  }
  const groups = [...Map.groupBy(waiting, (each) => JSON.stringify([each.location, kindOf(each)])).values()]
  return groups.map((group, place) => {
    const first = group[0]!
    const { location } = first
    const before = [...works, ...groups.slice(0, place).map(([each]) => each!)]
    const attempt = before.filter((each) => each.location === location).length + 1
    const data = {
      fulfilmentId: fulfilmentKey(order.orderId, location, attempt),
      orderId: order.orderId,
      channel: order.channel,
      shop,
      location,
      regionPath: first.locationRegionPath,
      kind: kindOf(first),
      shipTo: order.shipTo,
      lines: group.map(({ units, ...each }) => lineOf(order, each, units, facts)),
      promisedBy: order.shipBy,
      reportedShipments: [...order.shipments.keys()],
    }
    return { type: 'RequestFulfilment', data }
  })
}

/** Units no open work is to send yet: those still promised, and those that left without the serial numbers their location has to name. */
function unitsToSend({ reservationId, valid }: Held, works: readonly Work[]): number {
  return valid - goneOf(works, reservationId, 0) - stillToSend(works, reservationId)
}

function lineOf(order: Readonly<Order>, { lineId, sku, reservationId }: Held, quantity: number, facts: SkuFacts) {
  const component = order.lines.get(lineId)?.stock.find((stock) => stock.sku === sku)
  return { lineId, sku, ...facts(sku), reservationId, quantity, serialNumberRequired: component?.serialNumberRequired ?? false }
}

/**
 * Units of a reservation that have left, whether the stock knows it already or not.
 * @param issued As the stock knows.
 */
export const goneOf = (works: readonly Work[], reservationId: string, issued: number): number =>
  Math.max(
    issued,
    works.reduce((units, { fulfilment }) => units + (fulfilment?.lines.get(reservationId)?.dispatched ?? 0), 0),
  )

/**
 * Work that promised more than is wanted, or at a location that gave its reservation up, is called off while nothing has left. Of units
 * that left without their serial numbers the stock alone knows: their location can name them only as long as it has the work.
 * @param reservationIds Null for all of it.
 */
export function callOffAsks(
  works: readonly Work[],
  held: readonly Held[],
  reservationIds: ReadonlySet<string> | null,
  reason: string,
): readonly Ask[] {
  const leftUnnamed = held.filter(({ reservationId, valid, open }) => unnamedUnits(valid - open, goneOf(works, reservationId, 0)) > 0)
  const hasLeft = ({ fulfilment }: Work) =>
    fulfilment!.units.dispatched > 0 || leftUnnamed.some(({ reservationId }) => fulfilment!.lines.has(reservationId))
  return openWork(works)
    .filter((work) => !hasLeft(work))
    .filter(({ fulfilment }) => fulfilment!.callOff === null)
    .filter(({ fulfilment }) => reservationIds === null || fulfilment!.lines.keys().some((id) => reservationIds.has(id)))
    .map(({ fulfilmentId }) => ({ type: 'CancelFulfilment', data: { fulfilmentId, reason } }))
}

export const deliverAsks = (works: readonly Work[], deliveredAt: number): readonly Tell[] =>
  works.flatMap(({ fulfilmentId, fulfilment }) =>
    [...(fulfilment?.shipments ?? [])]
      .filter(([, { outcome }]) => outcome === null)
      .map(([shipmentId]) => ({ type: 'DeliverShipment', data: { fulfilmentId, shipmentId, deliveredAt } })),
  )

import type { ShippedLine } from '../../../domain/fulfilment/state.ts'
import { newlyLeft, unnamedUnits } from '../../../domain/fulfilment/unnamed-units.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { AnsweredStep, Ask, ProcessState } from '../../../domain/process/process.ts'
import { sum } from '../../../domain/shared/money.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { CommandBus } from '../../command-bus.ts'
import { openWork, type Work } from '../order/fulfil.ts'
import { unitsOf } from '../order/reservations.ts'

/** Units that left one location with one fulfilment. */
export interface Left {
  readonly fulfilmentId: string
  readonly shipmentId: string
  readonly location: string
  readonly lines: readonly ShippedLine[]
}

/** What was said of a shipment: by the channel in units of order lines, by a location in units of its reservations. */
export type Departure = {
  readonly orderId: string
  readonly shipmentId: string
  readonly carrier: string | null
  readonly waybill: string | null
  readonly dispatchedAt: number
} & (
  | { readonly saidBy: 'channel'; readonly lines: readonly { lineId: string; quantity: number; serialNumbers: readonly string[] }[] }
  | { readonly saidBy: 'location'; readonly left: Left }
)

/** As the channel says it. */
export type Reported = Extract<Departure, { readonly saidBy: 'channel' }>

export function departureOf(event: ProjectedEvent): Departure | null {
  if (event.type === 'ShipmentReported') {
    const { orderId, shipmentId, carrier, waybill, shippedAt, lines, channelModifiedAt } = event.data
    if (channelModifiedAt === null) return null
    return { saidBy: 'channel', orderId, shipmentId, carrier, waybill, dispatchedAt: shippedAt, lines }
  }
  if (event.type !== 'ShipmentDispatched') return null
  const { orderId, fulfilmentId, shipmentId, location, carrier, waybill, dispatchedAt, lines } = event.data
  const left = { fulfilmentId, shipmentId, location, lines }
  return { saidBy: 'location', orderId, shipmentId, carrier, waybill, dispatchedAt, left }
}

/** Work that took a shipment, with what of it left there. */
export const leftOf = (works: readonly Work[], shipmentId: string): readonly Left[] =>
  works.flatMap(({ fulfilmentId, location, fulfilment }) => {
    const shipment = fulfilment?.shipments.get(shipmentId)
    return shipment === undefined ? [] : [{ fulfilmentId, shipmentId, location, lines: shipment.lines }]
  })

const keyOf = (line: { readonly lineId: string; readonly sku: string }): string => JSON.stringify([line.lineId, line.sku])

/**
 * Work that a shipment of the channel belongs to but that could not take it: serial numbers are missing or wrong, and the location
 * has to say. The units have left all the same, though not from a promise that others took meanwhile.
 */
export const unnamedIn = ({ steps }: Readonly<ProcessState>): readonly Left[] =>
  [...steps].flatMap(([step, { asks, answers }]) => {
    const [answer] = answers
    const isUnnamed = step.startsWith('dispatch/') && answer?.accepted === false && answer.code === 'SERIAL_NUMBERS_MISMATCH'
    if (!isUnnamed) return []
    return asks.flatMap(({ data }) => {
      const left = data as Left
      const taken = takenByOthers(steps.get(`issue/${left.fulfilmentId}`))
      const lines = left.lines.filter((line) => !taken.some((each) => isOf(line, each)))
      return lines.length === 0 ? [] : [{ ...left, lines }]
    })
  })

type Part = Pick<ShippedLine, 'reservationId' | 'quantity'>
const isOf = (line: Part, other: Part): boolean => line.reservationId === other.reservationId && line.quantity === other.quantity

/** What could not be issued because the promise is used up. */
const takenByOthers = (issue: AnsweredStep | undefined): readonly Part[] =>
  refusedIn(issue, 'RESERVATION_CLOSED', 'QUANTITY_EXCEEDED').map(({ data }) => data as Part)

export const refusedIn = (step: AnsweredStep | undefined, ...codes: readonly string[]): readonly Ask[] =>
  (step?.asks ?? []).filter((_, place) => {
    const answer = step!.answers[place]
    return answer?.accepted === false && codes.includes(answer.code)
  })

/** What the stock knows of the promises that work is about: units that left without their serial numbers are issued, but no work has sent them. */
export type Promises = ReadonlyMap<string, { readonly open: number; readonly issued: number; readonly key: string }>

export async function promisesOf(bus: CommandBus, works: readonly Work[]): Promise<Promises> {
  const lines = works.flatMap(({ location, fulfilment }) =>
    [...(fulfilment?.lines.values() ?? [])].map(({ requested }) => ({ ...requested, location })),
  )
  return new Map(
    await Promise.all(
      lines.map(async (line) => {
        const { valid, open } = await unitsOf(bus, line)
        return [line.reservationId, { open, issued: valid - open, key: keyOf(line) }] as const
      }),
    ),
  )
}

const sentWithOthers = (works: readonly Work[], shipmentId: string): readonly ShippedLine[] =>
  works.flatMap(({ fulfilment }) => [...(fulfilment?.shipments ?? [])].flatMap(([id, { lines }]) => (id === shipmentId ? [] : lines)))

/** What is new of units a location says left: those that had left without names, and are issued, are only named by it. */
export function notNamedOnly(left: Left, works: readonly Work[], promises: Promises): Left {
  const others = sentWithOthers(works, left.shipmentId)
  const lines = left.lines.flatMap((line) => {
    const { reservationId } = line
    return newlyLeft(line, unnamedUnits(reservationId, promises.get(reservationId)?.issued ?? 0, others))
  })
  return { ...left, lines }
}

/**
 * What of a shipment of order lines no work accounts for yet, in units of stock. A channel repeats a line in every parcel it was split
 * over, so it is no more than the order counts as shipped and has not been sent, whatever shipment it went with.
 */
function unaccounted(departure: Reported, order: Readonly<Order>, works: readonly Work[], lefts: readonly Left[], promises: Promises) {
  const units = new Map<string, { wanted: number; serialNumbers: string[] }>()
  const own = lefts.flatMap(({ lines }) => lines)
  const used = new Set(own.flatMap(({ serialNumbers }) => serialNumbers))
  for (const { lineId, quantity, serialNumbers } of departure.lines) {
    for (const { sku, quantityPerUnit, serialNumberRequired } of order.lines.get(lineId)?.stock ?? []) {
      const entry = units.get(keyOf({ lineId, sku })) ?? { wanted: 0, serialNumbers: [] }
      units.set(keyOf({ lineId, sku }), entry)
      entry.wanted += quantity * quantityPerUnit
      if (serialNumberRequired) entry.serialNumbers.push(...serialNumbers.filter((number) => !used.has(number)))
    }
  }
  const sent = [...own, ...sentWithOthers(works, departure.shipmentId)]
  const unnamed = [...promises].map(([id, { key, issued }]) => ({ key, quantity: unnamedUnits(id, issued, sent) }))
  for (const line of order.lines.values()) {
    for (const { sku, quantityPerUnit } of line.stock) {
      const key = keyOf({ lineId: line.lineId, sku })
      const entry = units.get(key)
      if (entry === undefined) continue
      const byThis = sum(own.filter((each) => keyOf(each) === key).map(({ quantity }) => quantity))
      const all = [...sent.filter((each) => keyOf(each) === key), ...unnamed.filter((each) => each.key === key)]
      const byAll = sum(all.map(({ quantity }) => quantity))
      entry.wanted = Math.max(0, Math.min(entry.wanted - byThis, line.shipped * quantityPerUnit - byAll))
    }
  }
  return units
}

/**
 * Which open work the rest of a shipment of order lines belongs to; serial numbers go to the units in the order they are named.
 * @param works All work of the order.
 * @param lefts What of the shipment is accounted for.
 */
export function sharesOf(
  departure: Reported,
  order: Readonly<Order>,
  works: readonly Work[],
  lefts: readonly Left[],
  promises: Promises,
): { readonly shares: readonly Left[]; readonly isWhole: boolean } {
  const units = unaccounted(departure, order, works, lefts, promises)
  const told = new Set(lefts.map(({ fulfilmentId }) => fulfilmentId))
  const shares = openWork(works).flatMap(({ fulfilmentId, location, fulfilment }) => {
    const lines: ShippedLine[] = []
    for (const { requested, dispatched } of told.has(fulfilmentId) ? [] : fulfilment!.lines.values()) {
      const { lineId, sku, reservationId } = requested
      const entry = units.get(keyOf(requested))
      const open = promises.get(reservationId)?.open ?? 0
      const quantity = Math.min(requested.quantity - dispatched, open, entry?.wanted ?? 0)
      if (entry === undefined || quantity <= 0) continue
      entry.wanted -= quantity
      lines.push({ lineId, sku, reservationId, quantity, serialNumbers: entry.serialNumbers.splice(0, quantity) })
    }
    return lines.length === 0 ? [] : [{ fulfilmentId, shipmentId: departure.shipmentId, location, lines }]
  })
  return { shares, isWhole: units.values().every(({ wanted }) => wanted === 0) }
}

import type { Gone } from '../../../domain/fulfilment/unnamed-units.ts'
import { recall } from '../../../domain/shared/remembered.ts'
import { stockKey } from '../../../domain/shared/stream-name.ts'
import { promised } from '../../../domain/stock/state.ts'
import { stockAggregate } from '../../../domain/stock/stock.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Work } from '../order/fulfil.ts'
import { accountKey } from './account-key.ts'
import { firstNumberOf } from './told-as.ts'

/** A promise that work is about, as the stock has it. */
export interface Booked {
  /** Line of the order and SKU. */
  readonly key: string
  readonly sku: string
  readonly location: string
  /** Units still promised. */
  readonly open: number
  /** Units that left, serial numbers or not. */
  readonly issued: readonly Gone[]
  /** Sellable units the location has of the SKU. */
  readonly onHand: number
}

export type Promises = ReadonlyMap<string, Booked>

export async function promisesOf(bus: CommandBus, works: readonly Work[]): Promise<Promises> {
  const lines = works.flatMap(({ location, fulfilment }) =>
    [...(fulfilment?.lines.values() ?? [])].map(({ requested }) => ({ ...requested, location })),
  )
  const booked = await Promise.all(lines.map(async (line) => [line.reservationId, await bookedOf(bus, line)] as const))
  return new Map(booked)
}

async function bookedOf(
  bus: CommandBus,
  line: {
    readonly lineId: string
    readonly sku: string
    readonly location: string
    readonly reservationId: string
    readonly quantity: number
  },
): Promise<Booked> {
  const { lineId, sku, location, reservationId, quantity } = line
  const stock = await bus.look(stockAggregate, stockKey(sku, location))
  const reservation = stock?.open.get(reservationId) ?? (stock === null ? undefined : recall(stock.closed, reservationId))
  const where = { key: accountKey({ lineId, sku }), sku, location, onHand: stock?.onHand ?? 0 }
  // One that its location no longer remembers was closed long ago, by a shipment as far as anybody can know.
  if (reservation === undefined) return { ...where, open: 0, issued: [{ shipmentId: '', quantity }] }
  const issued = [...(reservation.shipments ?? [])].map(([id, units]) => ({ shipmentId: firstNumberOf(id, location), quantity: units }))
  return { ...where, open: promised(reservation), issued }
}

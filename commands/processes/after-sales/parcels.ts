import { concernsParcel } from '../../../domain/after-sales/kinds.ts'
import { unitsOf } from '../../../domain/after-sales/rules.ts'
import type { Shipment } from '../../../domain/fulfilment/state.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { CommandBus } from '../../command-bus.ts'
import { workOf } from '../order/fulfil.ts'
import type { Next } from '../process.ts'
import { ask, type Look, orderKeyOf } from './look.ts'

export interface Parcel {
  readonly fulfilmentId: string
  readonly location: string
  readonly shipmentId: string
  readonly shipment: Readonly<Shipment>
}

/** Every parcel of an order that left, as far as its locations say. */
export async function parcelsOf(bus: CommandBus, order: Readonly<Order>): Promise<readonly Parcel[]> {
  const works = await workOf(
    bus,
    order.orderId,
    (order.plan ?? []).map(({ location }) => location),
  )
  return works.flatMap(({ fulfilmentId, location, fulfilment }) =>
    [...(fulfilment?.shipments ?? [])].map(([shipmentId, shipment]) => ({ fulfilmentId, location, shipmentId, shipment })),
  )
}

/**
 * Parcels the units of a case are in: of a line that left in several, those that are not with the buyer first, and no more of them than it
 * takes. A parcel comes back whole.
 */
function parcelsOfCase({ afterSales }: Look, order: Readonly<Order>, parcels: readonly Parcel[]): readonly Parcel[] {
  const wanted = new Map(unitsOf(afterSales, order).map(({ lineId, quantity }) => [lineId, quantity]))
  const undelivered = parcels.filter(({ shipment }) => shipment.outcome !== 'delivered')
  return undelivered.filter(({ shipment }) => {
    let carries = false
    for (const [lineId, units] of unitsIn(shipment, order)) {
      const open = wanted.get(lineId) ?? 0
      if (open <= 0) continue
      carries = true
      wanted.set(lineId, open - units)
    }
    return carries
  })
}

/** Units of a line in a parcel; of a set as many as it has the fullest part of. */
function unitsIn({ lines }: Readonly<Shipment>, order: Readonly<Order>): ReadonlyMap<string, number> {
  const units = new Map<string, number>()
  for (const { lineId, sku, quantity } of lines) {
    const perUnit = order.lines.get(lineId)?.stock.find((stock) => stock.sku === sku)?.quantityPerUnit ?? 1
    units.set(lineId, Math.max(units.get(lineId) ?? 0, Math.ceil(quantity / perUnit)))
  }
  return units
}

/**
 * A parcel whose buyer will not have it: of a refused one its work is told so, of one to be turned round the carrier is asked. Once it is on
 * its way back its units are expected under the number they left with. One that could not be turned round is the buyer's: there is
 * no refund then, unless the channel agrees to one anew, or paid it already.
 */
export async function turnRound(bus: CommandBus, look: Look): Promise<Next | null> {
  const { afterSales, order, now } = look
  const { kind, phase, approved, afterSalesId, returnExpected } = afterSales
  if (order === null || !concernsParcel(kind) || approved === null || (phase !== 'agreed' && phase !== 'paid')) return null
  const all = await parcelsOf(bus, order)
  const parcels = parcelsOfCase(look, order, all)
  const underway = parcels.filter(({ shipment }) => shipment.outcome === null)
  if (kind === 'rejectedDelivery' && underway.length > 0) {
    const refusals = underway.map(({ fulfilmentId, shipmentId }) => {
      return { type: 'RefuseDelivery', data: { fulfilmentId, shipmentId, refusedAt: now, reason: 'the channel says so' } }
    })
    return ask('refuseDelivery', refusals)
  }
  const toAsk = underway.filter(({ shipment }) => shipment.intercept === null)
  if (kind === 'intercept' && toAsk.length > 0) {
    return ask(
      'intercept',
      toAsk.map(({ fulfilmentId, shipmentId }) => ({
        type: 'RequestIntercept',
        data: { fulfilmentId, shipmentId, afterSalesId, requestedAt: now },
      })),
    )
  }
  const back = parcels.filter(({ shipment }) => shipment.outcome === 'refused')
  const waybill = back.find(({ shipment }) => shipment.waybill !== null)?.shipment.waybill ?? null
  if (back.length > 0 && (returnExpected === null || (returnExpected.waybill === null && waybill !== null)))
    return ask('expect', [{ type: 'ExpectReturn', data: { afterSalesId, lines: afterSales.asked.lines, waybill } }])
  if (kind !== 'intercept') return null
  const reachedBuyer = all.some(({ shipment }) => shipment.intercept !== null && shipment.outcome === 'delivered')
  const failed = underway.some(({ shipment }) => shipment.intercept === 'failed')
  if (back.length === 0 && (reachedBuyer || failed))
    return phase === 'paid' ? { do: 'end', outcome: 'paidAndDelivered' } : ask('refuse', [refusal(afterSalesId)])
  return back.length === 0 && underway.length > 0 ? awaitCarrier(look, order.orderId, underway) : null
}

/** A carrier that does not say in time what became of it is taken to bring the parcel to the buyer; what comes back all the same is put away. */
function awaitCarrier({ state, rules, now }: Look, orderId: string, underway: readonly Parcel[]): Next {
  const { interceptWithinMs } = rules.document
  const begun = state.waiting?.forWhat === 'intercept' ? state.waiting.dueAt : null
  const dueAt = begun ?? (interceptWithinMs === null ? null : now + interceptWithinMs)
  if (dueAt !== null && dueAt <= now) {
    const failed = underway.map(({ fulfilmentId, shipmentId }) => ({ fulfilmentId, shipmentId, failedAt: now, reason: 'not said in time' }))
    return ask(
      'failIntercept',
      failed.map((data) => ({ type: 'FailIntercept', data })),
    )
  }
  return { do: 'wait', forWhat: 'intercept', keys: [orderKeyOf(orderId)], dueAt }
}

const refusal = (afterSalesId: string) => ({
  type: 'RefuseRefund',
  data: { afterSalesId, code: 'INTERCEPT_FAILED', reason: 'the parcel could not be turned round and goes to the buyer' },
})

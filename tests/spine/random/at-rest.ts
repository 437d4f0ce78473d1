import { mayFulfil } from '../../../commands/processes/order/fulfil.ts'
import type { Held } from '../../../commands/processes/order/held.ts'
import { source } from '../../../commands/processes/order/source.ts'
import { leftUnpromised, mayReserve } from '../../../commands/processes/order/sourcing.ts'
import { createSourcer } from '../../../commands/sourcing/sourcer.ts'
import { decode } from '../../../domain/codec.ts'
import { isOpen } from '../../../domain/fulfilment/phase.ts'
import type { Fulfilment } from '../../../domain/fulfilment/state.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { type Order, wanted } from '../../../domain/order/state.ts'
import { type ProcessState, processAggregate } from '../../../domain/process/process.ts'
import { stockKey } from '../../../domain/shared/stream-name.ts'
import { type Stock, stockAggregate } from '../../../domain/stock/stock.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import { verifyBreaches } from '../verify-breaches.ts'
import { departuresRightly } from './departures.ts'
import { worksOf } from './perform.ts'
import { locations, stockSkus } from './steps.ts'
import type { World } from './world.ts'

/** What must hold of any ledger at rest, from its events and its aggregates; each breach in words. */
export async function breachesAtRest(world: World): Promise<string[]> {
  const events = await allEvents(world)
  const ids = (type: ProjectedEvent['type'], field: string) =>
    new Set(events.filter((event) => event.type === type).map(({ data }) => (data as unknown as Record<string, string>)[field]!))
  const found: string[] = [...onceOnly(events)]
  found.push(...(await departuresRightly(world, events)))
  for (const orderId of ids('OrderPlaced', 'orderId')) found.push(...(await ofOrder(world, orderId, events)))
  for (const stream of new Set(events.map(({ stream }) => stream).filter((name) => name.startsWith('process-')))) {
    const state = await world.ledger.bus.look(processAggregate, stream.slice('process-'.length))
    if (state?.pending != null) found.push(`${stream} waits for an answer to ${state.pending.step}`)
  }
  return found
}

async function allEvents({ ledger }: World): Promise<ProjectedEvent[]> {
  const events: ProjectedEvent[] = []
  for await (const page of ledger.events.readAll({})) for (const event of page.events) events.push(decode(event) as ProjectedEvent)
  return events
}

function onceOnly(events: readonly ProjectedEvent[]): string[] {
  const times = new Map<string, number>()
  const count = (key: string, by = 1) => times.set(key, (times.get(key) ?? 0) + by)
  for (const { type, data } of events) {
    if (type === 'StockReserved') count(`reservation ${data.reservationId}`)
    else if (type === 'StockIssued') count(`issue of ${data.reservationId} with ${data.shipmentId}`)
    else if (type === 'ShipmentReported') count(`shipment ${data.orderId} ${data.shipmentId}`)
    else if (type === 'ShipmentDispatched') count(`dispatch ${data.fulfilmentId} ${data.shipmentId}`)
    else if (type === 'RefundCommitted') count(`refund ${data.afterSalesId}`)
    else if (type === 'RefundReleased') count(`refund ${data.afterSalesId}`, -1)
    else if (type === 'RefundPaid') count(`paid ${data.afterSalesId}`)
    else if (type === 'StockReturned') count(`return ${data.documentId} at ${data.location}`)
    else if (type === 'PaymentCaptured') count(`payment ${data.orderId} ${data.paymentId}`)
  }
  return [...times].filter(([, number]) => number > 1).map(([key, number]) => `${key}: ${number} times`)
}

interface Unit {
  lineId: string
  sku: string
  location: string
  reservationId: string
  valid: number
  open: number
  dispatched: number
}

/** Promises of an order by raw arithmetic over its events. */
function promisesOf(orderId: string, events: readonly ProjectedEvent[]): Unit[] {
  const units = new Map<string, Unit>()
  for (const { type, data } of events) {
    if (type === 'StockReserved' && data.orderId === orderId) {
      const { lineId, sku, location, reservationId, quantity } = data
      units.set(reservationId, { lineId, sku, location, reservationId, valid: quantity, open: quantity, dispatched: 0 })
    } else if (type === 'ReservationReleased' || type === 'StockIssued') {
      const unit = units.get(data.reservationId)
      if (unit === undefined) continue
      unit.open -= data.quantity
      if (type === 'ReservationReleased') unit.valid -= data.quantity
    }
  }
  return [...units.values()]
}

/** What left has left, even where a count did not find it and its promise was given up. */
const withDispatched = (promises: readonly Unit[], events: readonly ProjectedEvent[]): Unit[] =>
  promises.map((unit) => {
    const left = events.flatMap(({ type, data }) => (type === 'ShipmentDispatched' ? data.lines : []))
    const dispatched = left.reduce((sum, { reservationId, quantity }) => sum + (reservationId === unit.reservationId ? quantity : 0), 0)
    return { ...unit, dispatched, valid: Math.max(unit.valid, dispatched) }
  })

const total = (units: readonly Unit[], field: 'valid' | 'open') => units.reduce((sum, unit) => sum + unit[field], 0)

async function ofOrder(world: World, orderId: string, events: readonly ProjectedEvent[]): Promise<string[]> {
  const { bus } = world.ledger
  const order = (await bus.look(orderAggregate, orderId))!
  const process = await bus.look(processAggregate, `order.${orderId}`)
  const promises = withDispatched(promisesOf(orderId, events), events)
  const found: string[] = []
  const say = (what: string) => found.push(`order ${orderId}, ${order.phase}: ${what}`)
  if (order.phase === 'cancelled' && total(promises, 'open') > 0) say(`holds ${total(promises, 'open')} units`)
  const missing = missingOf(order, promises)
  for (const { sku, lineId, quantity } of missing)
    if (quantity < 0 && !goneTooMany(promises, lineId, sku)) say(`${-quantity} too many of ${sku}`)
  const short = missing.filter(({ quantity }) => quantity > 0)
  if (order.phase === 'open' && short.length > 0) found.push(...(await waitsRightly(world, order, process, short, promises)))
  found.push(...(await worksRightly(world, order, promises, events)))
  return found
}

/** All left, though some may wait for a count to find them. */
const goneTooMany = (promises: readonly Unit[], lineId: string, sku: string): boolean =>
  promises
    .filter((unit) => unit.lineId === lineId && unit.sku === sku)
    .every(({ open, valid, dispatched }) => open === 0 || dispatched === valid)

const missingOf = (order: Readonly<Order>, promises: readonly Unit[]) =>
  [...order.lines.values()].flatMap((line) =>
    line.stock.map(({ sku, quantityPerUnit }) => {
      const mine = promises.filter((unit) => unit.lineId === line.lineId && unit.sku === sku)
      return {
        lineId: line.lineId,
        sku,
        quantity: wanted(order, line) * quantityPerUnit - total(mine, 'valid'),
        appointedLocation: line.appointedLocation,
      }
    }),
  )

async function waitsRightly(
  { ledger }: World,
  order: Readonly<Order>,
  process: Readonly<ProcessState> | null,
  short: ReturnType<typeof missingOf>,
  promises: readonly Unit[],
) {
  const { bus, catalogue, coverage, events, policies, settings } = ledger
  const sourcer = createSourcer({ events, bus, catalogue, policies, coverage, clock: settings.clock })
  const rules = leftUnpromised(order, promises as unknown as readonly Held[]) ? null : await sourcer.rules()
  if (rules !== null && !mayReserve(order, rules.document)) return []
  if (order.backorder === null || process?.waiting?.forWhat !== 'stock')
    return [`order ${order.orderId} misses ${JSON.stringify(short)} and does not wait: ${JSON.stringify(process?.waiting)}`]
  const refused = new Set<string>()
  for (const [, { request, answer, lines }] of await worksOf({ ledger }, order.channelOrderId))
    if (answer === 'rejected' || lines.values().some(({ lacking }) => lacking > 0)) refused.add(request!.location)
  if (rules !== null) {
    const decided = await sourcer.decide(order, short, refused, rules)
    return decided!.record.best.length > 0 ? [`order ${order.orderId} waits for ${JSON.stringify(short)}, which can be sent`] : []
  }
  const plan = await source(bus, catalogue, order, short, refused)
  return plan.complete ? [`order ${order.orderId} waits for ${JSON.stringify(short)}, which is there`] : []
}

/** Units of the smallest shipment of a reservation that left and was not issued: it is issued as a whole, or as far as it is promised. */
function leastNotIssued(id: string, promised: number, events: readonly ProjectedEvent[]): number {
  const issued = new Map<string, number>()
  for (const { type, data } of events) {
    if (type !== 'StockIssued' || data.reservationId !== id) continue
    const [number] = data.shipmentId.split('@')
    issued.set(number!, (issued.get(number!) ?? 0) + data.quantity)
  }
  const rests = events.flatMap(({ type, data }) => {
    if (type !== 'ShipmentDispatched') return []
    const units = data.lines.reduce((sum, line) => sum + (line.reservationId === id ? line.quantity : 0), 0)
    return [Math.min(promised, units - (issued.get(data.shipmentId) ?? 0))]
  })
  return Math.min(...rests.filter((units) => units > 0))
}

async function worksRightly(
  world: World,
  order: Readonly<Order>,
  promises: readonly Unit[],
  events: readonly ProjectedEvent[],
): Promise<string[]> {
  const found: string[] = []
  const works = await worksOf(world, order.channelOrderId)
  const issuedOf = new Set(promises.filter(({ valid, open }) => valid > open).map(({ reservationId }) => reservationId))
  const hasBegun = (work: Readonly<Fulfilment>) => work.units.dispatched > 0 || work.lines.keys().some((id) => issuedOf.has(id))
  for (const { reservationId, valid, open, sku, location } of promises) {
    const lines = works.flatMap(([, work]) => {
      const line = work.lines.get(reservationId)
      return line === undefined
        ? []
        : [
            {
              dispatched: line.dispatched,
              begun: isOpen(work) && hasBegun(work),
              toSend: isOpen(work) ? line.requested.quantity - line.dispatched : 0,
            },
          ]
    })
    const dispatched = lines.reduce((sum, line) => sum + line.dispatched, 0)
    const toSend = lines.reduce((sum, line) => sum + line.toSend, 0)
    const stock = (await world.ledger.bus.look(stockAggregate, stockKey(sku, location))) as Stock
    const issued = valid - open
    if (dispatched > issued && stock.onHand >= leastNotIssued(reservationId, open, events))
      found.push(`${reservationId}: ${dispatched} dispatched, ${issued} issued, ${stock.onHand} on hand`)
    const goesOn = order.phase !== 'cancelled' && mayFulfil(order)
    const least = goesOn ? Math.max(0, valid - Math.max(dispatched, issued)) : 0
    // What left without serial numbers stays with the location until it names them; work of which something has left, even so, is not made less.
    const most = goesOn || order.shipments.size > 0 ? Math.max(0, valid - dispatched) : 0
    if (toSend < least || (toSend > most && !lines.some(({ begun }) => begun)))
      found.push(`${reservationId} (${order.phase}): ${toSend} to be sent by ${location}, not ${least} to ${most}`)
  }
  return found
}

/** Waits whose end is past, after all who are due were asked. */
export async function neverEnding(world: World): Promise<string[]> {
  return (await world.due()).map(({ process, instanceId }) => `${process} ${instanceId} is still due`)
}

export async function breachesOfVerify(world: World): Promise<string[]> {
  await world.settle()
  return verifyBreaches(world.ledger)
}

export const cells = locations.flatMap((location) => stockSkus.map((sku) => [sku, location] as const))

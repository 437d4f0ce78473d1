import { unitOf } from '../../../domain/fulfilment/state.ts'
import { totalOf } from '../../../domain/fulfilment/unnamed-units.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import { same } from '../../../domain/shared/same.ts'
import { parseStreamKey, stockKey, streamKey } from '../../../domain/shared/stream-name.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Json } from '../../../stores/documents/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import { workOf } from '../order/fulfil.ts'
import type { Concern, Next, Process } from '../process.ts'
import type { Tell } from '../told.ts'
import { accountsOf } from './accounts.ts'
import { type Issued, serialAsks } from './asks.ts'
import { type Departure, departureOf, type Left } from './departure.ts'
import { type News, newsOf, notIssued, wasRefused } from './issuing.ts'
import { type Lefts, leftsOf } from './lefts.ts'
import type { Look } from './look.ts'
import { namedIn } from './named.ts'
import { promisesOf } from './promises.ts'
import { reportAsk } from './report.ts'
import { sharesOf } from './shares.ts'
import { toldAs } from './told-as.ts'

export interface ShipmentProcessOptions {
  readonly bus: CommandBus
  readonly clock: Clock
  /** How long a reported shipment waits for work it could belong to, or for units that a count did not find, before it is left at that. */
  readonly unmatchedAfterMs: number
}

const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })
const tell = (step: string, asks: readonly Tell[]): Next => ({ do: 'tell', step, asks })

/**
 * Units have left: the channel says so, or a location does. Whoever said it first, the serial numbers leave their places, the
 * work and the order learn of it, and the stock is issued, each once. One instance for each shipment of an order, however many
 * locations it left from and however often it is told.
 */
export function shipmentProcess(options: ShipmentProcessOptions): Process {
  const { bus, clock } = options

  async function next(_instanceId: string, state: Readonly<ProcessState>, facts: Json): Promise<Next> {
    // Named by an order that knows it under another number.
    if (facts === null) return { do: 'nothing' }
    const departure = facts as unknown as Departure
    const order = await bus.look(orderAggregate, departure.orderId)
    if (order === null) return { do: 'nothing' }
    const locations = (order.plan ?? []).map(({ location }) => location)
    const known = departure.saidBy === 'location' ? [departure.left.location, ...locations] : locations
    const works = await workOf(bus, order.orderId, known)
    const seen = { departure, order, works, state, promises: await promisesOf(bus, works), named: namedIn(works) }
    const look = { ...seen, accounts: accountsOf(seen) }
    const lefts = leftsOf(look)
    const soFar = match(look, lefts) ?? follow(look, lefts) ?? issueLater(look, lefts) ?? waitForWork(look, lefts)
    return soFar ?? over(state, outcomeOf(look, lefts))
  }

  /** What the channel said left is told to the work it belongs to. */
  function match(look: Look, lefts: Lefts): Next | null {
    const { departure } = look
    if (departure.saidBy !== 'channel') return null
    const [share] = sharesOf(departure, look, lefts).shares
    if (share === undefined) return null
    const { fulfilmentId, lines } = share
    const { shipmentId, carrier, waybill, dispatchedAt } = departure
    const dispatched = { fulfilmentId, shipmentId, carrier, waybill, dispatchedAt, lines }
    return serialsOf(share, look) ?? ask(`dispatch/${fulfilmentId}`, [{ type: 'DispatchShipment', data: dispatched }])
  }

  /** Those that were asked for already are asked for again as they were. */
  function serialsOf(left: Left, { order, state }: Look): Next | null {
    const step = `serials/${left.fulfilmentId}`
    const before = state.steps.get(step)?.asks ?? []
    const known = new Set(before.map(unitOfAsk))
    const fresh = serialAsks(left, order, clock.now()).filter((each) => !known.has(unitOfAsk(each)))
    return fresh.length > 0 ? ask(step, [...before, ...fresh]) : null
  }

  /** What left with each work is told to the order and to the stock. */
  function follow(look: Look, lefts: Lefts): Next | null {
    for (const [place, news] of newsOf(look, lefts).entries()) {
      const { fulfilmentId } = news.left
      const serials = serialsOf(news.left, look)
      if (serials !== null) return serials
      const report = reportOf(look, news, place)
      if (report !== null) return tell(`report/${fulfilmentId}`, [report])
      const issue = look.state.steps.get(`issue/${fulfilmentId}`)
      const asks = notIssued(news, look)
      if (asks.some((each) => !wasRefused(issue, each))) return tell(`issue/${fulfilmentId}`, asks)
    }
    return null
  }

  function reportOf(look: Look, news: News, place: number): Tell | null {
    const { departure, order, state } = look
    const { shipmentId, fulfilmentId, location } = news.left
    const isFirst = departure.saidBy === 'location' && place === 0
    const number = isFirst ? shipmentId : toldAs(shipmentId, location)
    if (order.shipments.has(number)) return null
    const report = reportAsk(look, news, number)
    const refused = state.steps.get(`report/${fulfilmentId}`)
    return same(report?.data, refused?.asks[0]?.data) ? null : report
  }

  /** Where a count found fewer units than left, another one has to say which is right; when none does, the count stands. */
  function issueLater(look: Look, lefts: Lefts): Next | null {
    const { order, state } = look
    // An order that is over holds no promise: it waits for what left of it without one.
    const isOver = order.phase === 'cancelled'
    const dueAt = state.waiting?.forWhat === 'serialNumbers' ? clock.now() : dueAtOf(look, 'stock')
    let isUnnamed = false
    for (const news of newsOf(look, lefts)) {
      const { fulfilmentId } = news.left
      const step = state.steps.get(`issue/${fulfilmentId}`)
      const short = notIssued(news, look).filter((each) => wasRefused(step, each, 'INSUFFICIENT_STOCK'))
      const found = short.filter(({ data }) => isThere(data as Issued, look))
      if (found.length > 0) return tell(`issue/${fulfilmentId}`, found)
      const closing = `close/${fulfilmentId}`
      if (short.length === 0 || state.steps.has(closing)) continue
      const keys = [workKey(order.orderId), ...short.map(({ data }) => keyOf(data as Issued))]
      if (dueAt > clock.now() && !isOver) return { do: 'wait', forWhat: 'stock', keys, dueAt }
      const closings = short.map(({ data }) => closeAsk(data as Issued, look))
      if (lefts.named.includes(news.left) || isOver) return ask(closing, closings)
      isUnnamed = true
    }
    // Units without the serial numbers they need stay with their location until it names them, and their promise with them.
    return isUnnamed ? { do: 'wait', forWhat: 'serialNumbers', keys: [workKey(order.orderId)], dueAt: null } : null
  }

  function waitForWork(look: Look, lefts: Lefts): Next | null {
    const { order, state } = look
    if (isMatched(look, lefts) || state.outcome === 'unmatched') return null
    const dueAt = dueAtOf(look, 'work')
    return dueAt <= clock.now() ? null : { do: 'wait', forWhat: 'work', keys: [workKey(order.orderId)], dueAt }
  }

  /** Counted from when the ledger began to wait: a channel may report what left long ago. */
  const dueAtOf = ({ state: { waiting } }: Look, forWhat: string): number =>
    waiting !== null && waiting.forWhat === forWhat && waiting.dueAt !== null ? waiting.dueAt : clock.now() + options.unmatchedAfterMs

  return { name: 'shipment', triggers, concerns, next }
}

const unitOfAsk = ({ data }: Ask): string => {
  const { sku, serialNumber } = data as { sku: string; serialNumber: string }
  return unitOf(sku, serialNumber)
}

const isThere = ({ reservationId, quantity }: Issued, { promises }: Look): boolean => promises.get(reservationId)!.onHand >= quantity

const keyOf = (stock: { readonly sku: string; readonly location: string }): string => `stock:${stockKey(stock.sku, stock.location)}`

/**
 * The units are not on hand and will not be issued: their promise ends, too. What else the location had promised is as little worth, and is
 * promised anew where it is; but for units that may have left there unnamed.
 */
function closeAsk({ fulfilmentId: _, shipmentId: __, quantity, ...where }: Issued, { order, promises, accounts }: Look): Ask {
  const booked = promises.get(where.reservationId)!
  const missing = order.phase === 'cancelled' ? 0 : (accounts.get(booked.key)?.missing ?? 0)
  const unnamed = Math.min(booked.open - quantity, missing)
  return { type: 'ReleaseReservation', data: { ...where, keep: totalOf(booked.issued) + unnamed, reason: 'counted' } }
}

/** Of what went as it should, nothing has to be kept beside what it brought about. */
const over = ({ started }: Readonly<ProcessState>, outcome: string): Next =>
  outcome === 'issued' && !started ? { do: 'nothing' } : { do: 'end', outcome }

const isMatched = (look: Look, lefts: Lefts): boolean =>
  look.departure.saidBy !== 'channel' || sharesOf(look.departure, look, lefts).isWhole

function outcomeOf(look: Look, lefts: Lefts): string {
  if (!isMatched(look, lefts)) return 'unmatched'
  const refused = [...look.state.steps.values()].some(({ answers }) => answers.some(({ accepted }) => !accepted))
  const isInPart = lefts.named.some(({ lines }) => lines.some(({ reservationId }) => isMoreThanIssued(look, reservationId)))
  return refused || isInPart ? 'refusedInPart' : 'issued'
}

/** A location may send more than was promised. */
const isMoreThanIssued = ({ named, promises }: Look, reservationId: string): boolean =>
  totalOf(named.get(reservationId) ?? []) > totalOf(promises.get(reservationId)!.issued)

/** Units that were found after all. */
const ofStock = ['StockReceived', 'StockReturned', 'StockAdjusted', 'StockCounted', 'TransferReceived'] as const
type OfStock = Extract<ProjectedEvent, { type: (typeof ofStock)[number] }>
const isOfStock = (event: ProjectedEvent): event is OfStock => (ofStock as readonly string[]).includes(event.type)

const triggers = ['ShipmentReported', 'ShipmentDispatched', 'FulfilmentRequested', 'OrderSourced', 'OrderCancelled', ...ofStock] as const

function concerns(event: ProjectedEvent): Concern {
  // Work is found through the order's plan: whichever of the two is written last shows it.
  if (event.type === 'OrderSourced' || event.type === 'OrderCancelled') return { instances: [], wakes: [workFor(event.data.orderId)] }
  if (event.type === 'FulfilmentRequested') {
    const { orderId, reportedShipments } = event.data
    // They may have given up waiting for it.
    return {
      instances: reportedShipments.map((shipmentId) => ({ instanceId: instanceOf(orderId, shipmentId) })),
      wakes: [workFor(orderId)],
    }
  }
  if (isOfStock(event)) return { instances: [], wakes: [{ key: keyOf(event.data), atMost: 100 }] }
  const departure = departureOf(event)
  if (departure === null) return { instances: [], wakes: [] }
  const instanceId = instanceOf(departure.orderId, departure.shipmentId)
  // It may account for what another one waits to be told of.
  const wakes = departure.saidBy === 'location' ? [workFor(departure.orderId)] : []
  return { instances: [{ instanceId, facts: departure as unknown as Json }], wakes }
}

const workKey = (orderId: string): string => `work:${orderId}`
const workFor = (orderId: string) => ({ key: workKey(orderId), atMost: 100 })

const instanceOf = (orderId: string, shipmentId: string): string => streamKey([...parseStreamKey(orderId).parts, shipmentId])

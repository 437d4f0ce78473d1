import { orderAggregate } from '../../../domain/order/order.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { AnsweredStep, Ask, ProcessState } from '../../../domain/process/process.ts'
import { parseStreamKey, stockKey, streamKey } from '../../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../../domain/stock/stock.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Json } from '../../../stores/documents/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import { type Work, workOf } from '../order/fulfil.ts'
import type { Concern, Next, Process } from '../process.ts'
import { type Issued, issueAsks, reportAsk, serialAsks } from './asks.ts'
import {
  type Departure,
  departureOf,
  type Left,
  leftOf,
  notNamedOnly,
  type Promises,
  promisesOf,
  refusedIn,
  sharesOf,
  unnamedIn,
} from './departure.ts'

export interface ShipmentProcessOptions {
  readonly bus: CommandBus
  readonly clock: Clock
  /** How long a reported shipment waits for work it could belong to, or for units that a count did not find, before it is left at that. */
  readonly unmatchedAfterMs: number
}

const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })

interface Look {
  readonly departure: Departure
  readonly order: Readonly<Order>
  readonly works: readonly Work[]
  readonly state: Readonly<ProcessState>
  readonly promises: Promises
}

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
    const look = { departure, order, works, state, promises: await promisesOf(bus, works) }
    return match(look) ?? follow(look) ?? (await issueLater(look)) ?? waitForWork(look) ?? { do: 'end', outcome: outcomeOf(look) }
  }

  /** What the channel said left is told to the work it belongs to. */
  function match(look: Look): Next | null {
    const { departure, order, works, state, promises } = look
    if (departure.saidBy !== 'channel') return null
    const { shares } = sharesOf(departure, order, works, leftsOf(look), promises)
    const [share] = shares
    if (share === undefined) return null
    const { fulfilmentId, lines } = share
    const { shipmentId, carrier, waybill, dispatchedAt } = departure
    const dispatched = { fulfilmentId, shipmentId, carrier, waybill, dispatchedAt, lines }
    return serialsOf([share], order, state) ?? ask(`dispatch/${fulfilmentId}`, [{ type: 'DispatchShipment', data: dispatched }])
  }

  function serialsOf(lefts: readonly Left[], order: Readonly<Order>, state: Readonly<ProcessState>): Next | null {
    for (const left of lefts) {
      const step = `serials/${left.fulfilmentId}`
      const asks = state.steps.has(step) ? [] : serialAsks(left, order, clock.now())
      if (asks.length > 0) return ask(step, asks)
    }
    return null
  }

  /** What left with each work is told to the order and to the stock. */
  function follow(look: Look): Next | null {
    const { departure, order, works, state, promises } = look
    const lefts = leftsOf(look)
    const serials = serialsOf(lefts, order, state)
    if (serials !== null) return serials
    for (const [place, left] of lefts.entries()) {
      const report = `report/${left.fulfilmentId}`
      const { shipmentId } = left
      const news = departure.saidBy === 'channel' ? left : notNamedOnly(left, works, promises)
      const isTold = departure.saidBy === 'channel' || state.steps.has(report) || news.lines.length === 0
      // Tickets of two locations may have the same number: to the order they are two shipments.
      if (!isTold) return ask(report, [reportAsk(news, place === 0 ? shipmentId : `${shipmentId}@${left.location}`, departure, order)])
      const issue = `issue/${left.fulfilmentId}`
      const asks = notIssued(state.steps.get(issue), issueAsks(news, order, works))
      if (asks.length > 0) return ask(issue, asks)
    }
    return null
  }

  /** Where a count found fewer units than left, another one has to say which is right; when none does, the count stands. */
  async function issueLater(look: Look): Promise<Next | null> {
    const { departure, state, works } = look
    const known = new Set(leftOf(works, departure.shipmentId).map(({ fulfilmentId }) => fulfilmentId))
    for (const { fulfilmentId } of leftsOf(look)) {
      const issue = `issue/${fulfilmentId}`
      const short = refusedIn(state.steps.get(issue), 'INSUFFICIENT_STOCK')
      const found = await Promise.all(short.map(({ data }) => isThere(data as Issued)))
      if (found.includes(true))
        return ask(
          issue,
          short.filter((_, place) => found[place]),
        )
      const closing = `close/${fulfilmentId}`
      if (short.length === 0 || state.steps.has(closing)) continue
      const dueAt = dueAtOf(look, 'stock')
      if (dueAt > clock.now()) return { do: 'wait', forWhat: 'stock', keys: short.map(({ data }) => keyOfStock(data as Issued)), dueAt }
      // Units without the serial numbers they need stay with their location until it names them, and their promise with them.
      if (!known.has(fulfilmentId)) continue
      const closings = await Promise.all(short.map(({ data }) => closeAsk(data as Issued)))
      if (closings.some((each) => each !== null))
        return ask(
          closing,
          closings.filter((each) => each !== null),
        )
    }
    return null
  }

  /** The units are not on hand and will not be issued: their promise ends, too. */
  async function closeAsk({ fulfilmentId: _, shipmentId: __, quantity, ...where }: Issued): Promise<Ask | null> {
    const stock = await bus.look(stockAggregate, stockKey(where.sku, where.location))
    const open = stock?.open.get(where.reservationId)
    if (open === undefined) return null
    return {
      type: 'ReleaseReservation',
      data: { ...where, keep: Math.max(open.issued, open.quantity - open.released - quantity), reason: 'counted' },
    }
  }

  const isThere = async ({ sku, location, quantity }: Issued): Promise<boolean> =>
    ((await bus.look(stockAggregate, stockKey(sku, location)))?.onHand ?? 0) >= quantity

  function waitForWork(look: Look): Next | null {
    const { order, state } = look
    if (isMatched(look) || state.outcome === 'unmatched') return null
    const dueAt = dueAtOf(look, 'work')
    return dueAt <= clock.now() ? null : { do: 'wait', forWhat: 'work', keys: [`work:${order.orderId}`], dueAt }
  }

  /** Counted from when the ledger began to wait: a channel may report what left long ago. */
  const dueAtOf = ({ state: { waiting } }: Look, forWhat: string): number =>
    waiting !== null && waiting.forWhat === forWhat && waiting.dueAt !== null ? waiting.dueAt : clock.now() + options.unmatchedAfterMs

  return { name: 'shipment', triggers, concerns, next }
}

/** Not asked yet, or for more than was still promised. */
const notIssued = (issue: AnsweredStep | undefined, asks: readonly Ask[]): readonly Ask[] => {
  if (issue === undefined) return asks
  const tooMany = refusedIn(issue, 'QUANTITY_EXCEEDED').map(({ data }) => data as Issued)
  return asks.filter(({ data }) => {
    const { reservationId, quantity } = data as Issued
    return tooMany.some((each) => each.reservationId === reservationId && each.quantity > quantity)
  })
}

/** All that is known to have left with this shipment, by the work it belongs to. */
function leftsOf({ departure, works, state }: Look): readonly Left[] {
  const lefts = leftOf(works, departure.shipmentId)
  const unnamed = unnamedIn(state)
  return [...lefts, ...unnamed.filter(({ fulfilmentId }) => !lefts.some((left) => left.fulfilmentId === fulfilmentId))]
}

const isMatched = (look: Look): boolean =>
  look.departure.saidBy !== 'channel' || sharesOf(look.departure, look.order, look.works, leftsOf(look), look.promises).isWhole

function outcomeOf(look: Look): string {
  if (!isMatched(look)) return 'unmatched'
  const refused = [...look.state.steps.values()].some(({ answers }) => answers.some(({ accepted }) => !accepted))
  return refused ? 'refusedInPart' : 'issued'
}

const keyOfStock = ({ sku, location }: Pick<Issued, 'sku' | 'location'>): string => `stock:${stockKey(sku, location)}`

/** Units that were found after all. */
const ofStock = ['StockReceived', 'StockReturned', 'StockAdjusted', 'StockCounted', 'TransferReceived'] as const
type OfStock = Extract<ProjectedEvent, { type: (typeof ofStock)[number] }>
const isOfStock = (event: ProjectedEvent): event is OfStock => (ofStock as readonly string[]).includes(event.type)

const triggers = ['ShipmentReported', 'ShipmentDispatched', 'FulfilmentRequested', 'OrderSourced', ...ofStock] as const

function concerns(event: ProjectedEvent): Concern {
  // Work is found through the order's plan: whichever of the two is written last shows it.
  if (event.type === 'OrderSourced') return { instances: [], wakes: [workFor(event.data.orderId)] }
  if (event.type === 'FulfilmentRequested') {
    const { orderId, reportedShipments } = event.data
    // They may have given up waiting for it.
    return {
      instances: reportedShipments.map((shipmentId) => ({ instanceId: instanceOf(orderId, shipmentId) })),
      wakes: [workFor(orderId)],
    }
  }
  if (isOfStock(event)) return { instances: [], wakes: [{ key: keyOfStock(event.data), atMost: 100 }] }
  const departure = departureOf(event)
  if (departure === null) return { instances: [], wakes: [] }
  const instanceId = instanceOf(departure.orderId, departure.shipmentId)
  return { instances: [{ instanceId, facts: departure as unknown as Json }], wakes: [] }
}

const workFor = (orderId: string) => ({ key: `work:${orderId}`, atMost: 100 })

const instanceOf = (orderId: string, shipmentId: string): string => streamKey([...parseStreamKey(orderId).parts, shipmentId])

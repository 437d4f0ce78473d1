import { type Fulfilment, fulfilmentAggregate } from '../../../domain/fulfilment/fulfilment.ts'
import { isOpen } from '../../../domain/fulfilment/phase.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { AnsweredStep, Ask, ProcessState } from '../../../domain/process/process.ts'
import { parseStreamKey, streamKey } from '../../../domain/shared/stream-name.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import type { Json } from '../../../stores/documents/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import { workOf } from '../order/fulfil.ts'
import type { Concern, Next, Process } from '../process.ts'
import { type Departure, departureOf, type Left, type Reported, sharesOf } from './departure.ts'

export interface ShipmentProcessOptions {
  readonly bus: CommandBus
  readonly clock: Clock
  /** How long a reported shipment waits for work it could belong to, before it is left unmatched. */
  readonly unmatchedAfterMs: number
}

const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })

/**
 * Units have left: the channel says so, or a location does. Whoever said it first, the serial numbers leave their places, the
 * fulfilment and the order learn of it, and the stock is issued, each once.
 */
export function shipmentProcess(options: ShipmentProcessOptions): Process {
  const { bus, clock } = options

  async function next(_instanceId: string, state: Readonly<ProcessState>, facts: Json): Promise<Next> {
    const departure = facts as unknown as Departure
    const order = await bus.look(orderAggregate, departure.orderId)
    if (order === null) return { do: 'nothing' }
    return departure.saidBy === 'channel' ? fromChannel(departure, order, state) : fromLocation(departure.left, departure, order, state)
  }

  async function fromChannel(departure: Reported, order: Readonly<Order>, state: Readonly<ProcessState>): Promise<Next> {
    const dispatched = state.steps.get('dispatch')
    if (dispatched === undefined) return dispatch(departure, order, state)
    return issue(leftBy(dispatched), order, state)
  }

  async function dispatch(departure: Reported, order: Readonly<Order>, state: Readonly<ProcessState>): Promise<Next> {
    const locations = (order.plan ?? []).map(({ location }) => location)
    const works = (await workOf(bus, order.orderId, locations)).filter(({ fulfilment }) => fulfilment !== null && isOpen(fulfilment))
    const shares = sharesOf(departure, order, works as readonly { fulfilmentId: string; fulfilment: Fulfilment }[])
    if (shares.length === 0) return waitForWork(departure, state)
    const serials = shares.flatMap((left) => serialAsks(left, order))
    if (serials.length > 0 && !state.steps.has('serials')) return ask('serials', serials)
    const { shipmentId, carrier, waybill, dispatchedAt } = departure
    return ask(
      'dispatch',
      shares.map(({ fulfilmentId, lines }) => {
        return { type: 'DispatchShipment', data: { fulfilmentId, shipmentId, carrier, waybill, dispatchedAt, lines } }
      }),
    )
  }

  function waitForWork({ orderId, reportedAt }: Reported, state: Readonly<ProcessState>): Next {
    const dueAt = state.waiting?.dueAt ?? reportedAt + options.unmatchedAfterMs
    if (dueAt <= clock.now()) return { do: 'end', outcome: 'unmatched' }
    return { do: 'wait', forWhat: 'work', keys: [`work:${orderId}`], dueAt }
  }

  async function fromLocation(left: Left, departure: Departure, order: Readonly<Order>, state: Readonly<ProcessState>): Promise<Next> {
    const serials = serialAsks(left, order)
    if (serials.length > 0 && !state.steps.has('serials')) return ask('serials', serials)
    if (!state.steps.has('report')) return ask('report', [reportAsk(left, departure, order)])
    return issue([left], order, state)
  }

  async function issue(lefts: readonly Left[], order: Readonly<Order>, state: Readonly<ProcessState>): Promise<Next> {
    if (state.steps.has('issue')) return { do: 'end', outcome: outcomeOf(state) }
    const asks = await Promise.all(lefts.map((left) => issueAsks(left, order)))
    return asks.flat().length === 0 ? { do: 'end', outcome: outcomeOf(state) } : ask('issue', asks.flat())
  }

  async function issueAsks({ fulfilmentId, shipmentId, lines }: Left, order: Readonly<Order>): Promise<readonly Ask[]> {
    const fulfilment = await bus.look(fulfilmentAggregate, fulfilmentId)
    const request = fulfilment?.request
    if (request === undefined || request === null) return []
    return lines.map(({ sku, reservationId, quantity, lineId }) => {
      const component = order.lines.get(lineId)?.stock.find((stock) => stock.sku === sku)
      const { category = '', brand = '' } = component ?? {}
      const { location, regionPath } = request
      return { type: 'IssueStock', data: { sku, location, regionPath, category, brand, reservationId, fulfilmentId, shipmentId, quantity } }
    })
  }

  function serialAsks({ fulfilmentId, shipmentId, location, lines }: Left, order: Readonly<Order>): readonly Ask[] {
    return lines.flatMap(({ lineId, sku, serialNumbers }) => {
      const maker = order.lines.get(lineId)?.stock.find((stock) => stock.sku === sku)?.maker
      if (maker === null || maker === undefined) return []
      return serialNumbers.map((serialNumber) => {
        const { orderId } = order
        return {
          type: 'IssueSerialNumber',
          data: { maker, serialNumber, sku, location, fulfilmentId, shipmentId, orderId, askedAt: clock.now() },
        }
      })
    })
  }

  return { name: 'shipment', triggers: ['ShipmentReported', 'ShipmentDispatched', 'FulfilmentRequested'], concerns, next }
}

/** The fulfilments that did take the shipment. */
const leftBy = ({ asks, answers }: AnsweredStep): readonly Left[] =>
  asks.flatMap(({ data }, place) => (answers[place]?.accepted ? [data as Left] : []))

function outcomeOf({ steps }: Readonly<ProcessState>): string {
  const refused = [...steps.values()].some(({ answers }) => answers.some(({ accepted }) => !accepted))
  return refused ? 'refusedInPart' : 'issued'
}

/** What left, in units of the order's lines: a set counts once all its parts are named, so the fullest part decides. */
function reportAsk(
  { lines }: Left,
  { orderId, shipmentId, carrier, waybill, dispatchedAt: shippedAt }: Departure,
  order: Readonly<Order>,
): Ask {
  const reported = [...Map.groupBy(lines, ({ lineId }) => lineId)].map(([lineId, parts]) => {
    const stock = order.lines.get(lineId)?.stock ?? []
    const units = parts.map(({ sku, quantity }) => {
      return Math.ceil(quantity / (stock.find((component) => component.sku === sku)?.quantityPerUnit ?? 1))
    })
    return { lineId, quantity: Math.max(...units), serialNumbers: parts.flatMap(({ serialNumbers }) => serialNumbers) }
  })
  return { type: 'RecordShipment', data: { orderId, shipmentId, carrier, waybill, shippedAt, lines: reported } }
}

function concerns(event: ProjectedEvent): Concern {
  if (event.type === 'FulfilmentRequested') return { instances: [], wakes: [{ key: `work:${event.data.orderId}`, atMost: 100 }] }
  const departure = departureOf(event)
  if (departure === null) return { instances: [], wakes: [] }
  const instanceId = streamKey([...parseStreamKey(departure.orderId).parts, departure.shipmentId])
  return { instances: [{ instanceId, facts: departure as unknown as Json }], wakes: [] }
}

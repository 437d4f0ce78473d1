import type { Departure } from '../../../commands/processes/shipment/departure.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import type { Order } from '../../../domain/order/state.ts'
import { type ProcessState, processAggregate } from '../../../domain/process/process.ts'
import { keyOf, parseStreamKey, stockKey, streamKey } from '../../../domain/shared/stream-name.ts'
import { stockAggregate } from '../../../domain/stock/stock.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import { type Gone, goneIn } from './gone.ts'
import type { World } from './world.ts'

/** What left, as orders, locations and the stock each have it in their books; each disagreement in words. */

interface Instance {
  readonly name: string
  readonly orderId: string
  readonly state: Readonly<ProcessState>
}

export async function departuresRightly(world: World, events: readonly ProjectedEvent[]): Promise<string[]> {
  const gone = goneIn(events)
  const instances = await shipmentsIn(world, events)
  const found = gone.filter(({ issued, due }) => issued > due).map(({ id, issued, due }) => `${id}: ${issued} issued of ${due} that left`)
  for (const orderId of new Set(instances.map((instance) => instance.orderId))) {
    const order = (await world.ledger.bus.look(orderAggregate, orderId))!
    const mine = instances.filter((instance) => instance.orderId === orderId)
    found.push(...shippedRightly(order, mine, gone))
    for (const instance of mine) found.push(...(await waitsRightly(world, instance, gone)))
  }
  return [...found, ...serialNumbersGone(events)]
}

async function shipmentsIn({ ledger }: World, events: readonly ProjectedEvent[]): Promise<readonly Instance[]> {
  const streams = new Set(events.map(({ stream }) => stream).filter((stream) => stream.startsWith('process-shipment.')))
  return Promise.all(
    [...streams].map(async (stream) => {
      const state = (await ledger.bus.look(processAggregate, keyOf(stream)))!
      const [, ...parts] = parseStreamKey(keyOf(stream)).parts
      return { name: stream, orderId: streamKey(parts.slice(0, 3)), state }
    }),
  )
}

/** Units of a line that left, a set as far as its fullest part. */
const leftOf = (order: Readonly<Order>, lineId: string, gone: readonly Gone[], units: (of: Gone) => number): number =>
  Math.max(
    0,
    ...order.lines.get(lineId)!.stock.map(({ sku, quantityPerUnit }) => {
      const mine = gone.filter((each) => each.orderId === order.orderId && each.lineId === lineId && each.sku === sku)
      return Math.ceil(mine.reduce((sum, each) => sum + units(each), 0) / quantityPerUnit)
    }),
  )

/** Once no shipment is waited for, an order counts no more than left, and no less than was named, up to what is wanted. */
function shippedRightly(order: Readonly<Order>, instances: readonly Instance[], gone: readonly Gone[]): string[] {
  const isOpen = ({ state }: Instance) => state.waiting !== null || state.outcome === 'unmatched' || isShort(state)
  if (instances.some(isOpen)) return []
  return [...order.lines.values()].flatMap(({ lineId, shipped, quantity, cancelled }) => {
    const most = leftOf(order, lineId, gone, ({ issued, dispatched }) => Math.max(issued, dispatched))
    const least = Math.min(
      quantity - cancelled,
      leftOf(order, lineId, gone, ({ dispatched }) => dispatched),
    )
    return shipped > most || shipped < least ? [`order ${order.orderId}, line ${lineId}: ${shipped} shipped, ${least} to ${most} left`] : []
  })
}

const isShort = ({ steps }: Readonly<ProcessState>): boolean =>
  [...steps.values()].some(({ answers }) => answers.some((answer) => !answer.accepted && answer.code === 'INSUFFICIENT_STOCK'))

/** A parcel that waits for stock waits for no more than its location has promised still, and not for what is there. */
async function waitsRightly({ ledger }: World, { name, state }: Instance, gone: readonly Gone[]): Promise<string[]> {
  if (state.waiting?.forWhat !== 'stock' || (state.facts as Departure).saidBy !== 'channel') return []
  const found: string[] = []
  for (const [step, { asks, answers }] of state.steps) {
    for (const [place, { data }] of asks.entries()) {
      if (!step.startsWith('issue/') || answers[place]!.accepted) continue
      const { reservationId, quantity } = data as { reservationId: string; quantity: number }
      const { promised, sku, location } = gone.find(({ id }) => id === reservationId)!
      const { onHand } = (await ledger.bus.look(stockAggregate, stockKey(sku, location)))!
      if (promised < quantity || onHand >= quantity)
        found.push(`${name} waits for ${quantity} of ${reservationId}: ${promised} are promised, ${onHand} on hand`)
    }
  }
  return found
}

function serialNumbersGone(events: readonly ProjectedEvent[]): string[] {
  const issued = new Set(events.flatMap(({ type, data }) => (type === 'SerialNumberIssued' ? [data.serialNumber] : [])))
  const named = events.flatMap(({ type, data }) => (type === 'ShipmentDispatched' ? data.lines.flatMap((line) => line.serialNumbers) : []))
  return named.filter((number) => !issued.has(number)).map((number) => `serial number ${number} left and is not issued`)
}

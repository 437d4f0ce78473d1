import { decode } from '../../domain/codec.ts'
import type { OrderEvent, OrderLine } from '../../domain/order/events.ts'
import { streamName } from '../../domain/shared/stream-name.ts'
import type { EventStore } from '../../stores/events/port.ts'

/** What has to be known of an order to tell its channel of it. */
export interface OrderSeen {
  readonly channelOrderId: string
  lines: readonly OrderLine[]
  readonly cancelled: Map<string, number>
  /** Numbers and waybills the channel itself told of. */
  readonly toldByChannel: Set<string>
  /** Waybills, or numbers, of what left, in the order they became known. */
  readonly left: string[]
  completedAt: number | null
}

/** What we send anew ourselves has an order of its own, of which its channel knows nothing. */
const ofOurOwn = new Set<string>(['exchange', 'resend'])

/** Null where nobody knows the order, or its channel does not. */
export async function orderSeen(events: Pick<EventStore, 'readStream'>, orderId: string): Promise<OrderSeen | null> {
  let order: OrderSeen | null = null
  for await (const page of events.readStream(streamName('order', orderId))) {
    for (const stored of page) {
      const event = decode(stored) as unknown as OrderEvent
      if (event.type === 'OrderPlaced') {
        if (ofOurOwn.has(event.data.type)) return null
        const { channelOrderId, lines } = event.data
        order = { channelOrderId, lines, cancelled: new Map(), toldByChannel: new Set(), left: [], completedAt: null }
      } else if (order !== null) follow(order, event)
    }
  }
  return order
}

function follow(order: OrderSeen, { type, data }: OrderEvent): void {
  if (type === 'OrderRepriced') order.lines = data.lines
  if (type === 'LineCancelled') order.cancelled.set(data.lineId, (order.cancelled.get(data.lineId) ?? 0) + data.quantity)
  if (type === 'OrderCompleted') order.completedAt = data.completedAt
  if (type !== 'ShipmentReported') return
  order.left.push(data.waybill ?? data.shipmentId)
  if (data.channelModifiedAt === null) return
  order.toldByChannel.add(data.shipmentId)
  if (data.waybill !== null) order.toldByChannel.add(data.waybill)
}

import type { EventOfType, EventType } from '../../domain/events.ts'
import type { FulfilmentEvent } from '../../domain/fulfilment/events.ts'
import { type OrderEvent, orderEvents } from '../../domain/order/events.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { orderKey, parseStreamKey } from '../../domain/shared/stream-name.ts'
import { type ProjectedEvent, projection } from '../projection.ts'
import { emptyOrder, type PooledOrder } from './document.ts'
import { takeOrderFact } from './order-facts.ts'
import { relate, takeAfterSales, takeFulfilmentFact, takeRejection, takeResolution } from './related-facts.ts'
import { derive } from './status.ts'

const ownTypes = Object.keys(orderEvents) as OrderEvent['type'][]
const afterSalesTypes = ['RefundRequested', 'RefundPaid'] as const
const fulfilmentTypes = [
  'FulfilmentRequested',
  'FulfilmentAccepted',
  'FulfilmentRejected',
  'ParcelPacked',
  'ShipmentDispatched',
  'ShipmentDelivered',
  'DeliveryRefused',
  'FulfilmentCancelled',
  'FulfilmentExpired',
] as const
const messageTypes = ['ChannelMessageReceived', 'ChannelMessageRejected', 'ExceptionResolved'] as const

const handles: readonly EventType[] = [...ownTypes, ...afterSalesTypes, ...fulfilmentTypes, ...messageTypes]

/**
 * Every order of every channel. Also orders that are only `awaited`, because a message or an after-sales case about them came
 * first: lists of orders ask for `placedAt` above zero.
 */
export const orderPool = projection<PooledOrder>({
  name: 'order-pool',
  version: 2,
  weight: 10,
  indexes: [
    { fields: ['placedAt'] },
    { fields: ['channel', 'placedAt'] },
    { fields: ['shop', 'placedAt'] },
    { fields: ['status', 'placedAt'] },
    { fields: ['shop', 'channel', 'status', 'placedAt'] },
    { fields: ['channel', 'status', 'placedAt'] },
    { fields: ['holdReasons', 'placedAt'] },
    { fields: ['areas', 'placedAt'] },
    { fields: ['skus', 'placedAt'] },
    { fields: ['personId', 'placedAt'] },
    { fields: ['channelOrderId'] },
  ],
  handles,
  keys(event) {
    switch (event.type) {
      case 'ChannelMessageReceived':
      case 'ChannelMessageRejected':
      case 'ExceptionResolved':
        return keysOfMessage(event.data)
      default:
        return 'orderId' in event.data && event.data.orderId !== null ? [event.data.orderId] : []
    }
  },
  evolve(document, event, key) {
    const order = document ?? begin(key)
    relate(order, event.stream)
    take(order, event)
    return derive(order)
  },
})

const keysOfMessage = ({ channel, shop, channelOrderId }: EventOfType<(typeof messageTypes)[number]>['data']): string[] =>
  shop === null || channelOrderId === null ? [] : [orderKey(channel, shop, channelOrderId)]

function begin(orderId: string): PooledOrder {
  const [channel, shop, channelOrderId] = parseStreamKey(orderId).parts
  return emptyOrder(orderId, channel as Channel, shop!, channelOrderId!)
}

function take(order: PooledOrder, event: ProjectedEvent): void {
  switch (event.type) {
    case 'ChannelMessageReceived':
      return
    case 'ChannelMessageRejected':
      takeRejection(order, event.data)
      return
    case 'ExceptionResolved':
      takeResolution(order, event.data)
      return
    case 'RefundRequested':
      takeAfterSales(order, event.data.afterSalesId)
      return
    case 'RefundPaid':
      order.refundedFen += event.data.refundFen
      return
    default:
      if (isFulfilmentEvent(event)) takeFulfilmentFact(order, event)
      else takeOrderFact(order, event as OrderEvent)
  }
}

const fulfilmentTypeSet: ReadonlySet<string> = new Set(fulfilmentTypes)
const isFulfilmentEvent = (event: ProjectedEvent): event is ProjectedEvent & FulfilmentEvent => fulfilmentTypeSet.has(event.type)

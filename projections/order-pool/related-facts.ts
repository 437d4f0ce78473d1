import type { EventOfType } from '../../domain/events.ts'
import type { FulfilmentEvent } from '../../domain/fulfilment/events.ts'
import { MOST_STREAMS, type PooledFulfilment, type PooledOrder } from './document.ts'

/** Other streams about an order: each is named once, in the order they came. Its own follows from its id. */
export function relate(order: PooledOrder, stream: string): void {
  if (stream.startsWith('order-') || order.streams.at(-1) === stream || order.streams.includes(stream)) return
  if (order.streams.length < MOST_STREAMS) order.streams.push(stream)
  else order.moreStreams += 1
}

export function takeFulfilmentFact(order: PooledOrder, { type, data }: FulfilmentEvent): void {
  const fulfilment = fulfilmentOf(order, data.fulfilmentId, data.location)
  switch (type) {
    case 'FulfilmentRequested':
      fulfilment.kind = data.kind
      return
    case 'FulfilmentAccepted':
      fulfilment.state = 'accepted'
      return
    case 'FulfilmentRejected':
      fulfilment.state = 'rejected'
      return
    case 'ParcelPacked':
      if (fulfilment.state !== 'dispatched') fulfilment.state = 'packed'
      return
    case 'ShipmentDispatched':
      fulfilment.state = 'dispatched'
      if (data.waybill !== null && !fulfilment.waybills.includes(data.waybill)) fulfilment.waybills.push(data.waybill)
      return
    case 'ShipmentDelivered':
      fulfilment.state = 'delivered'
      return
    case 'DeliveryRefused':
      fulfilment.state = 'refused'
      return
    case 'FulfilmentCancelled':
      fulfilment.state = 'cancelled'
      return
    case 'FulfilmentExpired':
      fulfilment.state = 'expired'
      return
    case 'AcceptanceDue':
    case 'SendingDue':
    case 'SendingOverdue':
    case 'ArrivalOverdue':
    case 'FulfilmentHandedOver':
    case 'CallOffAsked':
    case 'CallOffRefused':
    case 'UnitsLacking':
    case 'TrackingReported':
    case 'InterceptRequested':
    case 'InterceptFailed':
      return
  }
}

function fulfilmentOf(order: PooledOrder, fulfilmentId: string, location: string): PooledFulfilment {
  const known = order.fulfilments.find((one) => one.fulfilmentId === fulfilmentId)
  if (known !== undefined) return known
  const fulfilment: PooledFulfilment = { fulfilmentId, location, kind: null, state: 'requested', waybills: [] }
  order.fulfilments.push(fulfilment)
  return fulfilment
}

export function takeAfterSales(order: PooledOrder, afterSalesId: string): void {
  if (!order.afterSalesIds.includes(afterSalesId)) order.afterSalesIds.push(afterSalesId)
}

export function takeRejection(order: PooledOrder, { exceptionId }: EventOfType<'ChannelMessageRejected'>['data']): void {
  if (!order.openExceptions.includes(exceptionId)) order.openExceptions.push(exceptionId)
}

export function takeResolution(order: PooledOrder, { exceptionId }: EventOfType<'ExceptionResolved'>['data']): void {
  order.openExceptions = order.openExceptions.filter((one) => one !== exceptionId)
}

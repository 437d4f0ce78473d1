import { type FulfilmentEvent, fulfilmentEvents } from '../../domain/fulfilment/events.ts'
import { notTracked, standing, takeFact } from '../../domain/tracking/tracking.ts'
import { type ProjectedEvent, projection } from '../projection.ts'
import type { FulfilmentDocument, ShipmentDocument, TrackingDocument } from './document.ts'

type Of<Type extends FulfilmentEvent['type']> = Extract<FulfilmentEvent, { type: Type }>['data']

/** Work of every location: what is open, what left, where each shipment is. */
export const fulfilments = projection<FulfilmentDocument>({
  name: 'fulfilments',
  version: 4,
  weight: 4,
  indexes: [
    { fields: ['location', 'open', 'requestedAt'] },
    { fields: ['open', 'promisedBy'] },
    { fields: ['open', 'requestedAt'] },
    { fields: ['orderId'] },
    { fields: ['state', 'requestedAt'] },
    { fields: ['waybills'] },
    { fields: ['overdue', 'requestedAt'] },
  ],
  handles: Object.keys(fulfilmentEvents) as FulfilmentEvent['type'][],
  keys: (event) => [(event as FulfilmentEvent).data.fulfilmentId],
  evolve(document, event, key) {
    const fulfilmentEvent = event as ProjectedEvent & FulfilmentEvent
    if (fulfilmentEvent.type === 'FulfilmentRequested') return request(fulfilmentEvent.data, event.metadata.occurredAt)
    if (document === undefined) throw new Error(`${event.type} of fulfilment ${key}, which was never requested`)
    take(document, fulfilmentEvent)
    document.open =
      document.state === 'requested' || document.state === 'accepted' || document.state === 'packed' || document.state === 'partDispatched'
    document.overdue = overdueOf(document)
    return document
  },
})

function overdueOf({ overdue, open, shipments }: FulfilmentDocument): FulfilmentDocument['overdue'] {
  if (overdue === 'sending' && open) return overdue
  return shipments.some(({ isOverdue, state }) => isOverdue === true && state === 'dispatched') ? 'arrival' : null
}

function request(data: Of<'FulfilmentRequested'>, requestedAt: number): FulfilmentDocument {
  const { fulfilmentId, orderId, channel, shop, location, kind, shipTo, promisedBy } = data
  const lines = data.lines.map(({ lineId, sku, category, brand, quantity }) => ({
    lineId,
    sku,
    category,
    brand,
    quantity,
    dispatched: 0,
    lacking: 0,
  }))
  return {
    ...{
      fulfilmentId,
      orderId,
      channel,
      shop,
      location,
      kind,
      state: 'requested',
      open: true,
      shipTo: [...shipTo],
      requestedAt,
      promisedBy,
    },
    ...{
      acceptBy: null,
      sendBy: null,
      overdue: null,
      handedOverTo: null,
      callOff: null,
      reason: null,
      lines,
      parcels: [],
      shipments: [],
      waybills: [],
      trackedBefore: [],
    },
  }
}

function take(document: FulfilmentDocument, { type, data }: Exclude<FulfilmentEvent, { type: 'FulfilmentRequested' }>): void {
  switch (type) {
    case 'FulfilmentAccepted':
      document.state = 'accepted'
      return
    case 'FulfilmentRejected':
    case 'FulfilmentCancelled':
      document.state = type === 'FulfilmentRejected' ? 'rejected' : 'cancelled'
      document.reason = data.reason
      return
    case 'AcceptanceDue':
      document.acceptBy = data.dueAt
      return
    case 'SendingDue':
      document.sendBy = data.dueAt
      return
    case 'SendingOverdue':
      document.overdue = 'sending'
      return
    case 'ArrivalOverdue':
      shipmentOf(document, data.shipmentId).isOverdue = true
      return
    case 'FulfilmentHandedOver':
      document.handedOverTo = data.system
      return
    case 'FulfilmentExpired':
      document.state = 'expired'
      document.reason = data.reason
      return
    case 'CallOffAsked':
      document.callOff = 'asked'
      document.reason = data.reason
      return
    case 'CallOffRefused':
      document.callOff = 'refused'
      document.reason = data.reason
      return
    case 'UnitsLacking':
      lack(document, data)
      return
    case 'ParcelPacked':
      if (document.state === 'requested' || document.state === 'accepted') document.state = 'packed'
      document.parcels.push(data.parcelId)
      return
    case 'ShipmentDispatched':
      dispatch(document, data)
      return
    case 'TrackingReported':
      track(document, data)
      return
    case 'InterceptRequested':
    case 'InterceptFailed':
      shipmentOf(document, data.shipmentId).intercept = type === 'InterceptFailed' ? 'failed' : 'requested'
      return
    case 'ShipmentDelivered':
      end(document, shipmentOf(document, data.shipmentId), 'delivered', data.deliveredAt)
      return
    case 'DeliveryRefused':
      document.reason = data.reason
      end(document, shipmentOf(document, data.shipmentId), 'refused', data.refusedAt)
      return
  }
}

function dispatch(document: FulfilmentDocument, { shipmentId, carrier, waybill, dispatchedAt, lines }: Of<'ShipmentDispatched'>): void {
  for (const { lineId, sku, quantity } of lines) {
    const line = document.lines.find((one) => one.lineId === lineId && one.sku === sku)
    if (line !== undefined) line.dispatched += quantity
  }
  const left = lines.map(({ lineId, sku, quantity, serialNumbers }) => ({ lineId, sku, quantity, serialNumbers: [...serialNumbers] }))
  const tracking = document.trackedBefore.find((one) => one.shipmentId === shipmentId)?.tracking ?? null
  document.trackedBefore = document.trackedBefore.filter((one) => one.shipmentId !== shipmentId)
  document.shipments.push({ shipmentId, carrier, waybill, state: 'dispatched', dispatchedAt, endedAt: null, tracking, lines: left })
  if (waybill !== null) document.waybills.push(waybill)
  document.callOff = null
  document.state = document.lines.some((line) => line.dispatched < line.quantity) ? 'partDispatched' : 'dispatched'
}

function track(document: FulfilmentDocument, data: Of<'TrackingReported'>): void {
  const known =
    document.shipments.find(({ shipmentId }) => shipmentId === data.shipmentId) ??
    document.trackedBefore.find(({ shipmentId }) => shipmentId === data.shipmentId)
  const tracking = tracked(known?.tracking ?? null, data)
  if (known !== undefined) known.tracking = tracking
  else document.trackedBefore.push({ shipmentId: data.shipmentId, tracking })
}

function tracked(known: TrackingDocument | null, fact: Of<'TrackingReported'>): TrackingDocument {
  const marks = takeFact(known?.marks ?? notTracked, fact)
  const { milestone, status, lastAt } = standing(marks)!
  return { milestone, status, reportedAt: lastAt, marks: [...marks] }
}

function shipmentOf(document: FulfilmentDocument, shipmentId: string): ShipmentDocument {
  const shipment = document.shipments.find((one) => one.shipmentId === shipmentId)
  if (shipment === undefined) throw new Error(`shipment ${shipmentId} of fulfilment ${document.fulfilmentId} never left`)
  return shipment
}

function end(document: FulfilmentDocument, shipment: ShipmentDocument, state: 'delivered' | 'refused', at: number): void {
  shipment.state = state
  shipment.endedAt = at
  endWithShipments(document)
}

/** What is not found is not waited for: without it the work may be done. */
function lack(document: FulfilmentDocument, { lines }: Of<'UnitsLacking'>): void {
  for (const { lineId, sku, quantity } of lines) {
    const line = document.lines.find((one) => one.lineId === lineId && one.sku === sku)
    if (line !== undefined) line.quantity -= quantity
  }
  if (document.state !== 'partDispatched' || document.lines.some((line) => line.dispatched < line.quantity)) return
  document.state = 'dispatched'
  endWithShipments(document)
}

function endWithShipments(document: FulfilmentDocument): void {
  if (document.state !== 'dispatched') return
  if (document.shipments.every((one) => one.state !== 'dispatched')) {
    document.state = document.shipments.some((one) => one.state === 'refused') ? 'refused' : 'delivered'
  }
}

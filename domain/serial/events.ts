import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { askedAt, fulfilmentId, id, location, orderId, sku } from '../shared/fields.ts'

const unit = { maker: id('Maker whose numbering it is'), serialNumber: id('Serial number'), sku }
const document = id('Business document behind it; its natural key')

export const serialEvents = defineEvents({
  SerialNumberReceived: {
    description: 'The unit is at a location of ours',
    data: z.object({
      ...unit,
      location,
      from: location.nullable().describe('Location of ours it came from; null from outside'),
      documentId: document,
      askedAt,
    }),
  },
  SerialNumberIssued: {
    description: 'The unit left with a fulfilment and is with a buyer',
    data: z.object({
      ...unit,
      location,
      fulfilmentId,
      shipmentId: id('Shipment it left with: with the fulfilment its natural key'),
      orderId,
      askedAt,
    }),
  },
  SerialNumberReturned: {
    description: 'The unit came back from a buyer',
    data: z.object({ ...unit, location, orderId, documentId: document, askedAt }),
  },
})

export type SerialEvent = EventsOf<typeof serialEvents>

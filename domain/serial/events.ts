import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { fulfilmentId, id, location, orderId, sku } from '../shared/fields.ts'

const unit = { maker: id('Maker whose numbering it is'), serialNumber: id('Serial number'), sku }

export const serialEvents = defineEvents({
  SerialNumberReceived: {
    description: 'The unit is at a location of ours',
    data: z.object({ ...unit, location }),
  },
  SerialNumberIssued: {
    description: 'The unit left with a fulfilment and is with a buyer',
    data: z.object({ ...unit, location, fulfilmentId, orderId }),
  },
  SerialNumberReturned: {
    description: 'The unit came back from a buyer',
    data: z.object({ ...unit, location, orderId }),
  },
})

export type SerialEvent = EventsOf<typeof serialEvents>

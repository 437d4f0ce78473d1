import { z } from 'zod'
import { defineEvents } from '../../shared/event.ts'
import { id, instant, lineId, quantity } from '../../shared/fields.ts'
import { version, which } from './fields.ts'

export const deliveringEvents = defineEvents({
  ShipmentReported: {
    description: 'Units have left: the channel says so, or a location of ours (then without a version of the channel)',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      shipmentId: id('Shipment'),
      carrier: z.string().nullable().describe('Carrier as the source names it'),
      waybill: z.string().nullable().describe('Waybill number'),
      shippedAt: instant('When they left'),
      lines: z
        .array(z.object({ lineId, quantity: quantity(), serialNumbers: z.array(z.string()).describe('Serial numbers of the units') }))
        .describe('Units that left'),
    }),
  },
  DeliveryReported: {
    description: 'The buyer has signed',
    data: z.object({ ...which, channelModifiedAt: version, deliveredAt: instant('When') }),
  },
  OrderCompleted: {
    description: 'The buyer confirmed, or the time to object is over',
    data: z.object({ ...which, channelModifiedAt: version, completedAt: instant('When') }),
  },
})

import { z } from 'zod'
import { defineEvents } from '../../shared/event.ts'
import { instant, lineId, location, quantity, regionPath, reservationId, sku } from '../../shared/fields.ts'
import { which } from './fields.ts'

export const sourcingEvents = defineEvents({
  OrderSourced: {
    description: 'Every unit has a location that promised it',
    data: z.object({
      ...which,
      plan: z
        .array(z.object({ lineId, sku, location, locationRegionPath: regionPath, reservationId, quantity: quantity() }))
        .describe('Which reservation at which location holds which units'),
    }),
  },
  OrderBackordered: {
    description: 'Not every unit is in stock; the order waits for stock until it is due',
    data: z.object({
      ...which,
      missing: z.array(z.object({ sku, quantity: quantity() })).describe('Units no location can promise'),
      dueAt: instant('When waiting ends'),
    }),
  },
})

import { z } from 'zod'
import { defineEvents } from '../../shared/event.ts'
import { lineId, nonNegativeFen, quantity, sku, skuFacts } from '../../shared/fields.ts'
import { version, which } from './fields.ts'

export const cancellingEvents = defineEvents({
  LineCancelled: {
    description: 'Units of one line will not be delivered',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      lineId,
      sku: sku.nullable(),
      ...skuFacts,
      quantity: quantity('Units cancelled'),
      remaining: z.int().nonnegative().describe('Units of the line still wanted'),
      buyerFen: nonNegativeFen('Buyer part of the units cancelled'),
      reason: z.string().describe('Why; no personal data'),
    }),
  },
  OrderCancelled: {
    description: 'Nothing of the order will be delivered any more',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      reason: z.enum(['unpaid', 'buyer', 'channel', 'merchant', 'noStock']).describe('Why'),
      cancelledBy: z.enum(['channel', 'deadline', 'operator', 'process']).describe('Who or what cancelled it'),
      capturedFen: nonNegativeFen('Captured until then'),
    }),
  },
  OrderReinstated: {
    description: 'A payment came after the deadline had cancelled the order: it lives on and is sourced anew',
    data: z.object({ ...which, channelModifiedAt: version, sourcingAttempt: z.int().positive().describe('Which sourcing follows') }),
  },
})

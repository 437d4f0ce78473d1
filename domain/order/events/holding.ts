import { z } from 'zod'
import { canonicalOrder } from '../../channel/canonical.ts'
import { defineEvents } from '../../shared/event.ts'
import { version, which } from './fields.ts'

/** Reasons a channel puts and takes away; it alone knows when they are gone. */
export const channelHoldReasons = canonicalOrder.shape.holds.element.shape.reason.options

export const holdReasons = [...channelHoldReasons, 'operator', 'audit', 'paidAfterCancellation', 'amountsDiffer'] as const
export const holdReason = z.enum(holdReasons).describe('Why the order may not leave')
export type HoldReason = z.infer<typeof holdReason>

export const holdingEvents = defineEvents({
  OrderHeld: {
    description: 'The order may not leave until this reason is gone',
    data: z.object({ ...which, channelModifiedAt: version, reason: holdReason, detail: z.string().describe('No personal data') }),
  },
  OrderReleased: {
    description: 'One reason to hold is gone',
    data: z.object({ ...which, channelModifiedAt: version, reason: holdReason }),
  },
})

import { z } from 'zod'
import { defineEvents } from '../../shared/event.ts'
import { version, which } from './fields.ts'

export const holdReasons = [
  'channelHold',
  'riskReview',
  'groupBuying',
  'presale',
  'locked',
  'gift',
  'addressHidden',
  'operator',
  'paidAfterCancellation',
  'amountsDiffer',
] as const
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

import { z } from 'zod'
import { auditOutcomes } from '../../audit/outcomes.ts'
import { mergingId } from '../../merging/events.ts'
import { policyName } from '../../policy/events.ts'
import { defineEvents } from '../../shared/event.ts'
import { count, instant } from '../../shared/fields.ts'
import { which } from './fields.ts'

/** What the rules of an audit made of an order. */
export const auditResult = z.object({
  policy: z.object({ name: policyName, version: z.int().nonnegative().describe('0: built in') }).describe('Which rules decided'),
  outcome: z.enum(auditOutcomes).describe('What follows from all that matched'),
  matched: z.array(z.string()).max(200).describe('Ids of the rules that matched, in the order of the document'),
  reasons: z
    .array(
      z.object({
        rule: z.string().describe('Rule that says so'),
        reason: z.string().describe('In the words of the rule'),
        dueAt: instant('When it is no reason any more; null until somebody releases it').nullable(),
      }),
    )
    .max(200)
    .describe('Of a hold every one there is, of a cancellation the first; none otherwise'),
  saw: z
    .object({
      weightGrams: count('Packed weight of all units as the catalogue had it, in grams; null when nobody asked or knew').nullable(),
      otherOpenOrders: count("The buyer's other open orders; null when nobody asked or knew").nullable(),
    })
    .describe('What it knew that is in no event of the order'),
  merging: z
    .object({
      mergingId,
      dueAt: instant('How long it waits for others at most; null where it only joins who waits').nullable(),
    })
    .optional()
    .describe('Orders it may go out with; left out where rules merge none, or it cannot'),
  change: count('State of the order it looked at: how many changes had come that an audit asks about'),
})

export const auditingEvents = defineEvents({
  OrderAudited: {
    description: 'Rules were applied to the order before it was given out as work, once for each change they ask about',
    data: z.object({
      ...which,
      ...auditResult.shape,
      releaseAt: instant('When its hold ends by itself; null when somebody has to release it, or it does not hold').nullable(),
    }),
  },
})

import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { instant } from '../shared/fields.ts'
import { json } from '../shared/json.ts'

export const policyName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(\.[A-Za-z0-9_-]+)*$/)
  .max(100)
  .describe('Policy: its kind, and more after a dot where there are several of a kind')

export const policyEvents = defineEvents({
  PolicyPublished: {
    description: 'A version of a policy, whole; it never changes, and decides from an instant on until a version published later does',
    data: z.object({
      name: policyName,
      kind: z.string().describe('What kind of rules it holds'),
      version: z.int().positive().describe('Counted from 1; version 0 is built in'),
      effectiveFrom: instant('From when it decides, not before it was published'),
      document: json('All of its rules, as its kind describes them; no personal data'),
      note: z.string().max(500).describe('Why; no personal data'),
      publishedAt: instant('When it was published'),
    }),
  },
})

export type PolicyEvent = EventsOf<typeof policyEvents>

import { z } from 'zod'
import { condition } from '../../audit/condition.ts'
import { defineKind } from '../kind.ts'

const reason = z.string().min(1).max(200).describe('Why, for people to read; no personal data')

const outcome = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('pass').describe('The order is good: rules further down are not looked at') }),
    z.strictObject({
      do: z.literal('hold').describe('The order may not leave until somebody, or time, releases it'),
      reason,
      forMs: z.int().positive().nullable().default(null).describe('How long at most, milliseconds; null until somebody releases it'),
    }),
    z.strictObject({ do: z.literal('cancel').describe('The order is not taken'), reason }),
    z.strictObject({
      do: z.literal('merge').describe("The order goes together with the same buyer's open orders to the same address"),
      forMs: z
        .int()
        .positive()
        .optional()
        .describe('How long it waits for them, milliseconds; left out, it is written down and changes nothing'),
    }),
  ])
  .describe('What follows when the rule matches')

const rule = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,99}$/)
    .describe('Names the rule in what was decided; once in a document'),
  when: condition.describe('When it matches: comparisons over declared facts, combined by all, any and not'),
  outcome,
})

const keyword = z.strictObject({
  flag: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,49}$/)
    .describe('What to call it; says nothing of a person'),
  words: z.array(z.string().min(1).max(50)).min(1).max(500).describe('One of them stands in the text'),
})
const keywords = z.strictObject({
  address: z.array(keyword).max(50).describe('Looked for in the town and what stands below the district'),
  remarks: z.array(keyword).max(50).describe('Looked for in what buyer and seller wrote'),
})

const document = z
  .strictObject({
    mergeWithin: z
      .enum(['shop', 'owner'])
      .optional()
      .describe('Whether orders of one shop go together, or of all shops on a channel of one company; one shop'),
    mergeGatherMs: z
      .int()
      .positive()
      .max(86_400_000)
      .optional()
      .describe('How long a location waits for the work of all orders that were merged, milliseconds; ten minutes'),
    rules: z.array(rule).max(200).describe('From the first to the last'),
    keywords: keywords
      .optional()
      .describe('Looked for when an order comes in, before its texts are sealed: the facts addressFlags and remarkFlags'),
  })
  .superRefine(({ rules }, context) => {
    const ids = rules.map(({ id }) => id)
    const again = ids.findIndex((id, place) => ids.indexOf(id) < place)
    if (again >= 0) context.addIssue({ code: 'custom', path: ['rules', again, 'id'], message: 'another rule has this id' })
  })

export type AuditDocument = z.infer<typeof document>
export type AuditRule = AuditDocument['rules'][number]

/** How long a location waits for the work of all orders of a group: each is asked for as soon as they are merged. */
export const gatherMs = ({ mergeGatherMs = 600_000 }: AuditDocument): number => mergeGatherMs

/** Which orders pass, are held, cancelled or merged before work is given out; applied by `domain/audit/audit.ts`. */
export const auditKind = defineKind<AuditDocument>({
  description: 'What is audited before an order is given out as work',
  document: document as z.ZodType<AuditDocument>,
  builtIn: { rules: [] },
})

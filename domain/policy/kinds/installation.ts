import { z } from 'zod'
import { category, provider } from '../../capacity/fields.ts'
import { failureReasons, modes } from '../../installation/fields.ts'
import { coveredArea } from '../../provider/fields.ts'
import { defineKind } from '../kind.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const forMs = (description: string) =>
  z
    .int()
    .positive()
    .max(365 * dayMs)
    .describe(`${description}, milliseconds`)

const preference = z.strictObject({
  providers: z.array(provider).min(1).max(100).describe('These come before those that no preference names'),
  areas: z.array(coveredArea).max(4_000).default([]).describe('Where; empty for everywhere'),
  categories: z.array(category).max(200).default([]).describe('For what; empty for everything'),
})

const document = z.strictObject({
  arranges: z.boolean().default(true).describe('Whether the ledger arranges installations; when not, somebody else does'),
  prefers: z.array(preference).max(1_000).default([]).describe('From the first to the last; providers of one are equal'),
  modes: z
    .array(z.enum(modes))
    .min(1)
    .default([...modes])
    .describe('What is looked for, the first first: one visit for delivery and installation, or two'),
  withinDays: z.int().min(1).max(60).default(14).describe('How many days ahead a slot is looked for, from the first possible day'),
  afterSigningDays: z.int().min(0).max(30).default(1).describe('Days from the signature to the first possible visit, where those are two'),
  confirmedBy: z
    .enum(['ledger', 'provider'])
    .default('ledger')
    .describe('Whether a slot that is held is confirmed at once, or by the provider'),
  holdForMs: forMs('How long a provider has to confirm').default(dayMs),
  again: z
    .strictObject({
      reasons: z
        .array(z.enum(failureReasons))
        .default(['noAnswer', 'goodsNotReceived', 'siteNotReady', 'crewAbsent', 'other'])
        .describe('After which reasons another visit is booked; after others somebody decides'),
      afterDays: z.int().min(0).max(30).default(1).describe('Days from the failed visit to the next one'),
      mostVisits: z.int().min(1).max(20).default(3).describe('After so many failed visits somebody decides'),
    })
    .prefault({})
    .describe('What follows a visit that failed'),
  waits: z
    .strictObject({
      providerMs: forMs('For a provider that services the place').default(2 * dayMs),
      slotMs: forMs('For a slot').default(3 * dayMs),
      signingMs: forMs('For the buyer to sign, from when the installation was asked for').default(15 * dayMs),
      outcomeMs: forMs('For what came of a visit, from the end of its slot').default(dayMs),
      decisionMs: forMs('For somebody to decide after a failed visit').default(3 * dayMs),
    })
    .prefault({})
    .describe('How long is waited before the installation is shown as stuck'),
})
export type InstallationDocument = z.infer<typeof document>

/** Who installs, and when; applied by `domain/installation/choosing.ts` and the process `installation`. */
export const installationKind = defineKind<InstallationDocument>({
  description: 'Which provider installs what is to be installed, in one visit or two, and how long is waited for what',
  document: document as z.ZodType<InstallationDocument>,
  builtIn: document.parse({ arranges: false }),
})

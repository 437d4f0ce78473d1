import { z } from 'zod'
import { id, instant } from '../shared/fields.ts'
import { milestone } from '../tracking/milestones.ts'

/** Whoever reports traces: a carrier, or somebody who asks many of them. */
export const reporter = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,49}$/)
  .describe('Whoever reports: a carrier, or a service that asks many of them')
export const traceMessageId = id('Keyed hash of the bytes as received and of where they were sent')
export const reportedBy = z.string().min(1).max(200).describe('Carrier, as the reporter codes it')
export const tracedWaybill = z.string().min(1).max(200).describe('Waybill number')

export const tracedFact = z.object({
  milestone,
  status: z.string().min(1).max(200).describe('As the carrier calls it'),
  reportedAt: instant('When, as the carrier says'),
  textHash: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .describe('Fingerprint of the text, which is in the sealed message alone'),
})
export type TracedFact = z.infer<typeof tracedFact>

import { z } from 'zod'
import { policyName } from './events.ts'

/** The policy something was decided by: with the facts the event has, the decision can be made again. */
export const decidedBy = z
  .object({ name: policyName, version: z.int().nonnegative().describe('0: built in') })
  .describe('Which rules decided')

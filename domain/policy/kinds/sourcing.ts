import type { z } from 'zod'
import { type SourcingRules, sourcingRules } from '../../sourcing/rules.ts'
import { defineKind } from '../kind.ts'

/** Where orders are sourced; `cost` is applied by `domain/sourcing/plan.ts`, `distance` by `domain/sourcing/nearest.ts`. */
export const sourcingKind = defineKind<SourcingRules>({
  description: 'From which locations an order is sent',
  document: sourcingRules as z.ZodType<SourcingRules>,
  builtIn: { by: 'distance' },
})

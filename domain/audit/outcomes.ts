/** From the lightest word to the gravest: see `audit.ts`. */
export const auditOutcomes = ['pass', 'merge', 'hold', 'cancel'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]

import type { Asking } from '../../commands/command-bus.ts'

/** What a key asks by a route of its own. The prefix keeps ids of callers apart from those processes derive. */
export const askingBy = (keyId: string, commandId: string, occurredAt: number, askedAt?: number, said?: unknown): Asking => ({
  commandId: `api/${commandId}`,
  actor: `key:${keyId}`,
  occurredAt,
  correlationId: `api/${commandId}`,
  causationId: `api/${commandId}`,
  ...(askedAt === undefined ? {} : { askedAt }),
  ...(said === undefined ? {} : { said }),
})

import { newAccessKey } from '../../commands/access/secret.ts'
import type { LedgerServices } from '../services.ts'

/** A key for the admin of a ledger that never had any key; null when it has. To be shown once, and never logged. */
export async function issueFirstKey({
  events,
  bus,
  settings,
}: Pick<LedgerServices, 'events' | 'bus' | 'settings'>): Promise<string | null> {
  for await (const page of events.readAll({ filter: { types: ['AccessKeyIssued'] }, maxCount: 1 })) {
    if (page.events.length > 0) return null
  }
  const { keyId, token, secretHash } = await newAccessKey(settings.randomness)
  const issuedAt = settings.clock.now()
  const data = { keyId, role: 'admin', channels: [], label: 'first start', secretHash, issuedAt }
  const commandId = `first-key/${keyId}`
  const asking = { commandId, actor: 'process:serve', occurredAt: issuedAt, correlationId: commandId, causationId: commandId }
  const answer = await bus.ask({ type: 'IssueAccessKey', data }, asking)
  if (!answer.accepted) throw new Error(`the first key was refused: ${answer.code}`)
  return token
}

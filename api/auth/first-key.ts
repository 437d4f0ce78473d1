import { newAccessKey } from '../../commands/access/secret.ts'
import type { Role } from '../../domain/access/events.ts'
import { decode, type StoredEvent } from '../../domain/codec.ts'
import { isLedgerStream } from '../../domain/own-streams.ts'
import type { LedgerServices } from '../services.ts'

/** A key of this role for a ledger that never had one; null when it has. To be shown once, and never logged. */
export async function issueFirstKey(
  { events, bus, settings }: Pick<LedgerServices, 'events' | 'bus' | 'settings'>,
  role: Role = 'admin',
): Promise<string | null> {
  for await (const page of events.readAll({ filter: { types: ['AccessKeyIssued'] } })) {
    if (page.events.some((event) => isLedgerStream(event.stream) && roleOf(event) === role)) return null
  }
  const { keyId, token, secretHash } = await newAccessKey(settings.randomness)
  const issuedAt = settings.clock.now()
  const data = { keyId, role, channels: [], label: 'first start', secretHash, issuedAt }
  const commandId = `first-key/${keyId}`
  const asking = { commandId, actor: 'process:serve', occurredAt: issuedAt, correlationId: commandId, causationId: commandId }
  const answer = await bus.ask({ type: 'IssueAccessKey', data }, asking)
  if (!answer.accepted) throw new Error(`the first key was refused: ${answer.code}`)
  return token
}

const roleOf = (event: StoredEvent): unknown => (decode(event).data as { readonly role: unknown }).role

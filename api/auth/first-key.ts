import { createHash, randomUUID } from 'node:crypto'
import { newAccessKey } from '../../commands/access/secret.ts'
import type { Role } from '../../domain/access/events.ts'
import { decode, type StoredEvent } from '../../domain/codec.ts'
import { isLedgerStream } from '../../domain/own-streams.ts'
import type { LedgerServices } from '../services.ts'

export interface FirstKeyServices extends Pick<LedgerServices, 'events' | 'bus' | 'settings'> {
  /** Told when another process issues it at this moment. */
  readonly say: (line: string) => void
}

/**
 * A key of this role for a ledger that never had one; null when it has. To be shown once, and never logged. Of several processes that start at
 * once on a new ledger one issues it: its id, and so its stream, is the same for all, and the first append wins.
 */
export async function issueFirstKey({ events, bus, settings, say }: FirstKeyServices, role: Role = 'admin'): Promise<string | null> {
  for await (const page of events.readAll({ filter: { types: ['AccessKeyIssued'] } })) {
    if (page.events.some((event) => isLedgerStream(event.stream) && roleOf(event) === role)) return null
  }
  const keyId = firstKeyId(role)
  const { token, secretHash } = await newAccessKey(settings.randomness, { keyId })
  const issuedAt = settings.clock.now()
  const data = { keyId, role, channels: [], label: 'first start', secretHash, issuedAt }
  const commandId = `first-key/${keyId}/${randomUUID()}`
  const asking = { commandId, actor: 'process:serve', occurredAt: issuedAt, correlationId: commandId, causationId: commandId }
  const answer = await bus.ask({ type: 'IssueAccessKey', data }, asking)
  if (answer.accepted) return token
  if (answer.code !== 'COMMAND_DIFFERS') throw new Error(`the first key was refused: ${answer.code}`)
  say(`another process that starts on this new ledger issued its first ${role} key, ${keyId}, and shows it`)
  return null
}

const firstKeyId = (role: Role): string => createHash('sha256').update(`first ${role} key`).digest('hex').slice(0, 16)

const roleOf = (event: StoredEvent): unknown => (decode(event).data as { readonly role: unknown }).role

import { parseToken } from '../../commands/access/secret.ts'
import type { SecretVerifier } from '../../commands/access/verifier.ts'
import type { CommandBus } from '../../commands/command-bus.ts'
import { type Access, accessAggregate } from '../../domain/access/access.ts'
import type { Role } from '../../domain/access/events.ts'
import { channels as allChannels, type Channel } from '../../domain/shared/fields.ts'
import { streamKey } from '../../domain/shared/stream-name.ts'
import type { Condition } from '../../stores/documents/port.ts'
import { Problem } from '../problem.ts'

/** The key behind a request. */
export interface Principal {
  readonly keyId: string
  readonly role: Role
  /** For integrators; empty for all others. */
  readonly channels: readonly Channel[]
}

type IssuedKey = NonNullable<Access['key']>

/** The key as it stands in the log at this moment; null when there is none, or it is revoked. */
export async function validKey(bus: CommandBus, keyId: string): Promise<IssuedKey | null> {
  const access = await bus.look(accessAggregate, streamKey([keyId]))
  return access === null || access.key === null || access.revokedAt !== null ? null : access.key
}

export const principalOf = ({ keyId, role, channels }: IssuedKey): Principal => ({ keyId, role, channels })

/** Throws a `Problem` unless the token is that of a valid key. */
export async function keyOfToken(bus: CommandBus, verify: SecretVerifier, text: string): Promise<IssuedKey> {
  const token = parseToken(text)
  const key = token === null ? null : await validKey(bus, token.keyId)
  if (token === null || key === null) throw new Problem('KEY_REQUIRED')
  const verdict = await verify(token.secret, key.secretHash)
  if (verdict === 'busy') throw new Problem('RATE_LIMITED')
  if (verdict === 'invalid') throw new Problem('KEY_REQUIRED')
  return key
}

/** Whether the asker may see or send what belongs to this channel. */
export const mayUse = ({ role, channels }: Principal, channel: string): boolean =>
  role !== 'integrator' || (channels as readonly string[]).includes(channel)

/** What a list is narrowed to: the channel that was asked for, or all of the asker's own; undefined for every channel. */
export function channelsShown(asker: Principal, wanted: Channel | undefined): Condition | undefined {
  if (wanted !== undefined && !mayUse(asker, wanted)) throw new Problem('FORBIDDEN', 'this key is for other channels')
  return asker.role === 'integrator' && wanted === undefined ? { in: allChannels.filter((each) => mayUse(asker, each)) } : wanted
}

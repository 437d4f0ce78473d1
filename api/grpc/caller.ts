import type { Metadata } from '@grpc/grpc-js'
import { parseToken } from '../../commands/access/secret.ts'
import type { SecretVerifier } from '../../commands/access/verifier.ts'
import type { Role } from '../../domain/access/events.ts'
import { channels } from '../../domain/shared/fields.ts'
import type { Principal } from '../auth/principal.ts'
import type { Refusal } from './refusals.ts'

/** Who calls, or why nobody may. */
export type Identify = (metadata: Metadata) => Promise<Principal | Refusal>

/** The valid key of this id, as it stands at this moment. */
export type FindKey = (keyId: string) => Promise<(Principal & { readonly secretHash: string }) | null>

/** Everyone is the same: for a door in clear that only this machine can reach. */
export const everyoneIs = (role: Role): Identify => {
  const caller: Principal = { keyId: 'system', role, channels: role === 'integrator' ? channels : [] }
  return async () => caller
}

const unauthenticated = (why: string): Refusal => ({ refused: 'not-authenticated', why })

/** By the key id as user name and its secret as password, as every official client sends them. */
export const byCredentials =
  (findKey: FindKey, verify: SecretVerifier): Identify =>
  async (metadata) => {
    const [, encoded] = /^Basic +(\S+)$/i.exec(String(metadata.get('authorization')[0] ?? '')) ?? []
    if (encoded === undefined) return unauthenticated('give the key id as user name and its secret as password')
    const [keyId, secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
    const token = parseToken(`${keyId}.${secret}`)
    const key = token === null ? null : await findKey(token.keyId)
    if (token === null || key === null) return unauthenticated('a valid access key is required')
    const verdict = await verify(token.secret, key.secretHash)
    if (verdict === 'busy') return { refused: 'rate-limited', message: 'too many unknown secrets at once; retry later' }
    return verdict === 'valid' ? key : unauthenticated('a valid access key is required')
  }

import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import { type AccessCommand, accessCommands } from './commands.ts'
import type { AccessEvent } from './events.ts'

type IssuedKey = Extract<AccessEvent, { type: 'AccessKeyIssued' }>['data']

export interface Access {
  key: IssuedKey | null
  revokedAt: number | null
}

export interface AccessTypes {
  state: Access
  command: AccessCommand
  event: AccessEvent
}

/** One access key: stream `access-<key id>`. A revoked key stays revoked; its holder gets another one. */
export const accessAggregate: Aggregate<AccessTypes> = {
  category: 'access',
  stateVersion: 1,
  commandTypes: Object.keys(accessCommands) as AccessCommand['type'][],
  key: ({ data }) => streamKey([data.keyId]),
  initial: () => ({ key: null, revokedAt: null }),
  evolve,
  decide: (access, { type, data }) => (type === 'IssueAccessKey' ? issue(access, data) : revoke(access, data)),
  freeze: (access) => ({ ...access }),
  thaw: (frozen) => ({ ...(frozen as Access) }),
  weigh: () => 1_000,
}

function evolve(access: Access, { type, data }: AccessEvent): Access {
  switch (type) {
    case 'AccessKeyIssued':
      access.key = data
      return access
    case 'AccessKeyRevoked':
      access.revokedAt = data.revokedAt
      return access
  }
}

function issue({ key }: Readonly<Access>, data: IssuedKey): Decision<AccessEvent> {
  if (key !== null) return same(key, data) ? accept() : reject('COMMAND_DIFFERS', { keyId: key.keyId, issuedAt: key.issuedAt })
  if (data.role === 'integrator' && data.channels.length === 0)
    return reject('BAD_REQUEST', { reason: 'an integrator key names the channels it may send to' })
  if (data.role !== 'integrator' && data.channels.length > 0)
    return reject('BAD_REQUEST', { reason: `a key of the role ${data.role} is not bound to channels` })
  return accept({ type: 'AccessKeyIssued', data })
}

function revoke({ key, revokedAt }: Readonly<Access>, data: { keyId: string; revokedAt: number }): Decision<AccessEvent> {
  if (key === null) return reject('ACCESS_KEY_UNKNOWN', { keyId: data.keyId })
  return revokedAt === null ? accept({ type: 'AccessKeyRevoked', data }) : accept()
}

import type { Role } from '../../domain/access/events.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { type ProjectedEvent, projection } from '../projection.ts'

export type AccessKeyDocument = {
  keyId: string
  role: Role
  channels: Channel[]
  label: string
  /** Salted slow hash of the secret. Never leaves the server. */
  secretHash: string
  issuedAt: number
  revokedAt: number | null
}

type AccessKeyEvent = Extract<ProjectedEvent, { type: 'AccessKeyIssued' | 'AccessKeyRevoked' }>

export const accessKeys = projection<AccessKeyDocument>({
  name: 'access-keys',
  version: 1,
  indexes: [{ fields: ['issuedAt'] }],
  handles: ['AccessKeyIssued', 'AccessKeyRevoked'],
  keys: (event) => [(event as AccessKeyEvent).data.keyId],
  evolve(document, event) {
    const { type, data } = event as AccessKeyEvent
    if (type === 'AccessKeyIssued') return { ...data, channels: [...data.channels], revokedAt: null }
    if (document === undefined) throw new Error(`access key ${data.keyId} is revoked before it was issued`)
    document.revokedAt = data.revokedAt
    return document
  },
})

import { z } from 'zod'
import { defineEvents, type EventsOf } from '../shared/event.ts'
import { channel, id, instant } from '../shared/fields.ts'

export const roles = ['admin', 'operator', 'finance', 'auditor', 'integrator', 'ledger-writer'] as const
export const role = z.enum(roles).describe('What the holder may do')
export type Role = z.infer<typeof role>

const keyId = id('Access key')

export const accessEvents = defineEvents({
  AccessKeyIssued: {
    description: 'A key was given out; only a hash of its secret is kept',
    data: z.object({
      keyId,
      role,
      channels: z.array(channel).describe('For integrators: the channels they may send to; empty for all others'),
      label: z.string().max(100).describe('What the key is for; no personal data'),
      secretHash: z.string().describe('Salted slow hash of the secret, with its parameters'),
      issuedAt: instant('When'),
    }),
  },
  AccessKeyRevoked: { description: 'The key no longer opens anything', data: z.object({ keyId, revokedAt: instant('When') }) },
})

export type AccessEvent = EventsOf<typeof accessEvents>

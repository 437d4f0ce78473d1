import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { newAccessKey } from '../../commands/access/secret.ts'
import { role } from '../../domain/access/events.ts'
import { channel } from '../../domain/shared/fields.ts'
import { type AccessKeyDocument, accessKeys } from '../../projections/access-keys/access-keys.ts'
import { type App, answers, position } from '../app.ts'
import { askingBy } from '../asking/asking.ts'
import { askerOf } from '../auth/authenticate.ts'
import { problemOfRejection } from '../problem.ts'
import { findPage, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { LedgerServices } from '../services.ts'

const shownKey = z.object({
  keyId: z.string(),
  role,
  channels: z.array(channel),
  label: z.string(),
  issuedAt: z.int(),
  revokedAt: z.int().nullable(),
})
const wanted = z.strictObject({
  role,
  channels: z.array(channel).max(20).default([]).describe('For integrators: the channels they may send to'),
  label: z.string().max(100).default('').describe('What it is for; no personal data'),
})
const tags = ['access']

export function keyRoutes(app: App, { bus, settings }: Pick<LedgerServices, 'bus' | 'settings'>, openModel: OpenModel): void {
  const { clock, randomness } = settings
  app.get(
    '/v1/keys',
    {
      schema: { summary: 'Keys given out, the latest first', tags, querystring: z.object(pageQuery), response: answers(pageOf(shownKey)) },
    },
    async ({ query }) => {
      const model = await openModel<AccessKeyDocument>(accessKeys, query.minPosition)
      const sort = [{ field: 'issuedAt', direction: 'descending' }] as const
      const { items, next } = await findPage(model.collection, { where: {}, sort, after: query.after, limit: query.limit })
      return { items: items.map(({ secretHash: _, ...shown }) => shown), next, position: String(model.position) }
    },
  )
  app.post(
    '/v1/keys',
    {
      schema: {
        summary: 'Give out a key; it is shown this once',
        tags,
        body: wanted,
        response: answers(z.object({ key: z.string(), keyId: z.string(), position }), 201),
      },
    },
    async (request, reply) => {
      const { keyId, token, secretHash } = await newAccessKey(randomness, { purpose: `key/${randomUUID()}` })
      const issuedAt = clock.now()
      const asking = askingBy(askerOf(request).keyId, `issue/${keyId}`, issuedAt)
      const answer = await bus.ask({ type: 'IssueAccessKey', data: { ...request.body, keyId, secretHash, issuedAt } }, asking)
      if (!answer.accepted) throw problemOfRejection(answer)
      void reply.code(201).header('cache-control', 'no-store')
      return { key: token, keyId, position: String(answer.position) }
    },
  )
  app.delete(
    '/v1/keys/:keyId',
    {
      schema: {
        summary: 'Make a key, and every session it signed in, open nothing any more',
        tags,
        params: z.object({ keyId: z.string().max(200) }),
        response: answers(z.object({ keyId: z.string(), position })),
      },
    },
    async (request) => {
      const { keyId } = request.params
      const revokedAt = clock.now()
      const asking = askingBy(askerOf(request).keyId, `revoke/${keyId}`, revokedAt)
      const answer = await bus.ask({ type: 'RevokeAccessKey', data: { keyId, revokedAt } }, asking)
      if (!answer.accepted) throw problemOfRejection(answer)
      return { keyId, position: String(answer.position) }
    },
  )
}

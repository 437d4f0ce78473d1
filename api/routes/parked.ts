import { z } from 'zod'
import { projections } from '../../projections/index.ts'
import { type App, answers, ok } from '../app.ts'
import { Problem } from '../problem.ts'
import type { LedgerServices } from '../services.ts'

const names = projections.map(({ name }) => name) as [string, ...string[]]
export const readModelName = z.enum(names).describe('Read model')
const which = z.object({ projection: readModelName, key: z.string().max(1_000).describe('Document') })
const parkedList = z.looseObject({ projection: z.string(), key: z.string(), cause: z.string(), attempts: z.int(), overflowed: z.boolean() })
const retried = z.object({ ok: z.boolean(), folded: z.int(), left: z.int(), cause: z.string().nullable() })
const tags = ['operation']

export function parkedRoutes(app: App, { readModels }: Pick<LedgerServices, 'readModels'>): void {
  const notParked = ({ projection, key }: z.infer<typeof which>) =>
    new Problem('NOT_FOUND', 'this document is not parked', { projection, key })

  app.get(
    '/v1/parked',
    { schema: { summary: 'Documents whose fold failed', tags, response: answers(z.object({ items: z.array(parkedList) })) } },
    async () => ({ items: await readModels.parked() }),
  )
  app.post(
    '/v1/parked/retry',
    { schema: { summary: 'Fold the events of a parked document again, in order', tags, body: which, response: answers(retried) } },
    async ({ body }) => {
      const result = await readModels.retryParked(body.projection, body.key)
      if (result === null) throw notParked(body)
      return result
    },
  )
  app.post(
    '/v1/parked/drop',
    { schema: { summary: 'Give the events of a parked document up', tags, body: which, response: answers(ok) } },
    async ({ body }) => {
      if (!(await readModels.dropParked(body.projection, body.key))) throw notParked(body)
      return { ok: true }
    },
  )
}

import { resolve } from 'node:path'
import { z } from 'zod'
import { projections } from '../../projections/index.ts'
import { type App, answers } from '../app.ts'
import { Problem } from '../problem.ts'
import type { ApiOptions } from '../services.ts'
import { readModelName } from './parked.ts'

const tags = ['operation']

export function adminRoutes(app: App, { ledger: { readModels }, backUp }: Pick<ApiOptions, 'ledger' | 'backUp'>): void {
  app.post(
    '/v1/admin/backup',
    {
      schema: {
        summary: 'Copy events and keys into a new folder of this machine while the ledger runs; keep the master key elsewhere',
        tags,
        body: z.object({ target: z.string().min(1).max(1_000).describe('A folder that does not exist, or is empty') }),
        response: answers(z.looseObject({ target: z.string(), bytes: z.number(), lastPosition: z.string() })),
      },
    },
    async ({ body }) => {
      try {
        return await backUp(resolve(body.target))
      } catch (failure) {
        const { code } = failure as NodeJS.ErrnoException
        if (typeof code === 'string' && /^E[A-Z]+$/.test(code))
          throw new Problem('BAD_REQUEST', `target: the folder cannot be written (${code})`)
        throw failure
      }
    },
  )
  app.post(
    '/v1/admin/rebuild',
    {
      schema: {
        summary: 'Build read models anew from the first event, beside the live ones; the status shows how far it is',
        tags,
        body: z.object({ readModels: z.array(readModelName).min(1).optional().describe('All when left out') }).optional(),
        response: answers(z.object({ started: z.literal(true), readModels: z.array(z.string()) }), 202),
      },
    },
    async (request, reply) => {
      const names = request.body?.readModels ?? projections.map(({ name }) => name)
      const busy = (await readModels.status()).find(({ projection, state }) => names.includes(projection) && state === 'building')
      if (busy !== undefined) throw new Problem('BEHIND', `${busy.projection} is being built already`, { readModel: busy.projection })
      readModels.rebuild(names).catch((failure: unknown) => request.log.error({ name: (failure as Error).name }, 'a rebuild failed'))
      void reply.code(202)
      return { started: true, readModels: names }
    },
  )
}

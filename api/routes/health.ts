import { z } from 'zod'
import { type App, answers, ok } from '../app.ts'
import type { Counters } from '../metrics/counters.ts'
import type { LedgerServices, ProcessActivity } from '../services.ts'
import type { StoreHealth } from '../store-health.ts'

const readiness = z.object({ ready: z.boolean(), reasons: z.array(z.string()).describe('Why not') })

/** For those who watch over the server: `healthz` whether it lives, `readyz` whether it can do its work. Neither tells anything of the ledger. */
export function healthRoutes(
  app: App,
  { readModels }: Pick<LedgerServices, 'readModels'>,
  processes: ProcessActivity | null,
  store: StoreHealth,
  { registry }: Counters,
): void {
  let processesEnded = false
  processes?.ended.catch(() => {
    processesEnded = true
  })
  async function reasons(): Promise<string[]> {
    const models = await readModels.status()
    return [
      ...models.filter(({ state }) => state === 'stopped').map(({ projection }) => `read model ${projection} stopped`),
      ...models.filter(({ collection }) => collection === null).map(({ projection }) => `read model ${projection} is being built`),
      ...models
        .filter(({ parkedDocuments }) => parkedDocuments > 0)
        .map(({ projection }) => `read model ${projection} has parked documents`),
      ...(store.refuses === null ? [] : [`the store refuses appends: ${store.refuses}`]),
      ...(processesEnded ? ['processes stopped'] : []),
    ]
  }
  app.get('/healthz', { schema: { summary: 'Whether the server lives', tags: ['operation'], response: answers(ok) } }, async () => ({
    ok: true,
  }))
  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Whether the ledger can do its work; 503 when not',
        tags: ['operation'],
        response: answers(readiness, 200, 503),
      },
    },
    async (_request, reply) => {
      const why = await reasons()
      void reply.code(why.length === 0 ? 200 : 503)
      return { ready: why.length === 0, reasons: why }
    },
  )
  app.get(
    '/metrics',
    { schema: { summary: 'Metrics in the form of Prometheus', tags: ['operation'], produces: ['text/plain'] } },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  )
}

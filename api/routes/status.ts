import { z } from 'zod'
import { role } from '../../domain/access/events.ts'
import { deadlines } from '../../projections/deadlines/deadlines.ts'
import { exceptions } from '../../projections/exceptions/exceptions.ts'
import type { ReadModelStatus } from '../../projections/runner/status.ts'
import { type App, answers, position } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { LedgerServices, ProcessActivity } from '../services.ts'

const readModel = z.object({
  name: z.string(),
  state: z.enum(['building', 'following', 'stopped']),
  position,
  lagMs: z.number(),
  parked: z.int(),
  building: z.looseObject({ events: z.int(), position, until: position, eventsPerSecond: z.number() }).nullable(),
  cause: z.string().nullable(),
})
const status = z.object({
  role,
  position: position.describe('Of the last durable event'),
  readModels: z.array(readModel),
  processes: z.object({ active: z.int(), position, head: position }).nullable(),
  exceptions: z.object({ open: z.int() }),
  deadlines: z.object({ due: z.int() }),
})

export function statusRoutes(
  app: App,
  { events, readModels, settings }: Pick<LedgerServices, 'events' | 'readModels' | 'settings'>,
  processes: ProcessActivity | null,
  openModel: OpenModel,
): void {
  app.get(
    '/v1/status',
    { schema: { summary: 'How far everything is, and what waits for someone', tags: ['operation'], response: answers(status) } },
    async (request) => {
      const head = String(await events.head())
      const open = await (await openModel(exceptions)).collection.count({ open: true })
      const due = await (await openModel(deadlines)).collection.count({ dueAt: { lte: settings.clock.now() } })
      return {
        role: askerOf(request).role,
        position: head,
        readModels: (await readModels.status()).map(shownModel),
        processes: processes === null ? null : { active: processes.active, position: String(processes.position), head },
        exceptions: { open },
        deadlines: { due },
      }
    },
  )
}

function shownModel({ projection, state, position: reached, lagMs, parkedDocuments, building, cause }: ReadModelStatus) {
  const progress = building === null ? null : { ...building, position: String(building.position), until: String(building.until) }
  return { name: projection, state, position: String(reached), lagMs, parked: parkedDocuments, building: progress, cause }
}

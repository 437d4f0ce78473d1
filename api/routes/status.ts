import { z } from 'zod'
import { role } from '../../domain/access/events.ts'
import { deadlines } from '../../projections/deadlines/deadlines.ts'
import { exceptions } from '../../projections/exceptions/exceptions.ts'
import type { ReadModelStatus } from '../../projections/runner/status.ts'
import type { Owner } from '../../stores/leases/port.ts'
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
  owner: z.string().nullable().describe('The worker that keeps it up to date; null where read models are not shared out, or nobody has it'),
})
const owned = z.object({
  resource: z.string().describe('`projection/<read model>` or `process/<process>`'),
  owner: z.string().nullable(),
  epoch: z.int().describe('Counts its owners'),
  remark: z.string().nullable().describe('Why it stands still'),
})
const status = z.object({
  role,
  position: position.describe('Of the last durable event'),
  readModels: z.array(readModel),
  processes: z.object({ active: z.int(), position: position.nullable(), head: position }).nullable(),
  owners: z.array(owned).describe('Who owns what, where several workers share it out; empty where one process owns everything'),
  exceptions: z.object({ open: z.int() }),
  deadlines: z.object({ due: z.int() }),
})

export function statusRoutes(
  app: App,
  { events, readModels, settings, ownership }: Pick<LedgerServices, 'events' | 'readModels' | 'settings' | 'ownership'>,
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
        processes: processes === null ? null : shownActivity(processes, head),
        owners: [...(await ownership.owners())].map(shownOwner).sort(byResource),
        exceptions: { open },
        deadlines: { due },
      }
    },
  )
}

const shownActivity = ({ active, position: reached }: ProcessActivity, head: string) => ({
  active,
  position: reached === null ? null : String(reached),
  head,
})

const shownOwner = ([resource, { owner, epoch, remark }]: [string, Owner]) => ({ resource, owner, epoch, remark })

const byResource = (one: { readonly resource: string }, other: { readonly resource: string }): number =>
  one.resource < other.resource ? -1 : 1

function shownModel({ projection, state, position: reached, lagMs, parkedDocuments, building, cause, owner }: ReadModelStatus) {
  const progress = building === null ? null : { ...building, position: String(building.position), until: String(building.until) }
  return { name: projection, state, position: String(reached), lagMs, parked: parkedDocuments, building: progress, cause, owner }
}

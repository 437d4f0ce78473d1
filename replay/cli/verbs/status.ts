import { withoutSecrets } from '../../../compose/adapters/choose.ts'
import { masterKeyWarning } from '../../../compose/keys.ts'
import { openForReading, ownersIn } from '../../../compose/stores.ts'
import { deadlines } from '../../../projections/deadlines/deadlines.ts'
import { exceptions } from '../../../projections/exceptions/exceptions.ts'
import { projections } from '../../../projections/index.ts'
import { readParked } from '../../../projections/runner/parked-lists.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { waiting } from '../../../projections/waiting/waiting.ts'
import { type EventStore, START } from '../../../stores/events/port.ts'
import { processResource, projectionResource } from '../../../stores/leases/port.ts'
import { answer, refuseMoreWords, type Verb } from '../verb.ts'

export const statusVerb: Verb = {
  name: 'status',
  usage: 'status [--json]',
  summary: 'how far log and read models are, and what waits for someone',
  options: {},
  async run(context) {
    refuseMoreWords(context, 0)
    const { folder, events, documents, close } = await openForReading(context.settings)
    try {
      const head = await events.head()
      const owners = await ownersIn(documents)
      const readModels = await Promise.all(
        projections.map(async (projection) => {
          const model = await openReadModel(documents, projection)
          const position = model?.position ?? null
          const parked = (await readParked(documents, [projection])).length
          const owner = owners.get(projectionResource(projection.name))?.owner ?? null
          return {
            name: projection.name,
            position,
            current: position !== null && position >= head,
            ...(await lagOf(events, position, head, context.settings.clock.now())),
            parked,
            owner,
          }
        }),
      )
      const countOf = async (projection: (typeof projections)[number], where = {}) =>
        (await (await openReadModel(documents, projection))?.collection.count(where)) ?? 0
      const open = {
        exceptions: await countOf(exceptions, { open: true }),
        deadlines: await countOf(deadlines),
        waiting: await countOf(waiting),
      }
      const warning = masterKeyWarning(context.settings)
      const owned = [...owners].map(([resource, { owner, epoch, remark }]) => ({ resource, owner, epoch, remark }))
      answer(context, { folder, position: head, readModels, owners: owned, open, warning }, [
        `${folder ?? withoutSecrets(context.settings.events)}: position ${head}`,
        ...readModels.map(lineOf),
        ...owned.filter(({ resource }) => resource.startsWith(processResource(''))).map(ownerLine),
        `open: ${open.exceptions} exceptions, ${open.deadlines} deadlines, ${open.waiting} processes waiting`,
        ...(warning === null ? [] : [warning]),
      ])
      return 0
    } finally {
      await close()
    }
  },
}

interface Shown {
  readonly name: string
  readonly position: bigint | null
  readonly current: boolean
  readonly lagMs: number
  readonly parked: number
  readonly owner: string | null
}

const lineOf = ({ name, position, current, lagMs, parked, owner }: Shown): string =>
  [
    `  ${name.padEnd(16)} ${current ? 'current' : `at ${position ?? 'nothing yet'}, ${Math.ceil(lagMs / 1_000)} s behind`}`,
    ...(parked === 0 ? [] : [`${parked} parked`]),
    ...(owner === null ? [] : [`by ${owner}`]),
  ].join(', ')

const ownerLine = ({ resource, owner, remark }: { resource: string; owner: string | null; remark: string | null }): string =>
  `  ${resource.padEnd(16)} by ${owner ?? 'nobody'}${remark === null ? '' : `: ${remark}`}`

/** How long the first event a read model does not show has been there, by the clock of this machine. */
async function lagOf(events: EventStore, position: bigint | null, head: bigint, now: number): Promise<{ readonly lagMs: number }> {
  if (position !== null && position >= head) return { lagMs: 0 }
  for await (const { events: found } of events.readAll({ after: position ?? START, maxCount: 1 })) {
    for (const { recordedAt } of found) return { lagMs: Math.max(0, now - recordedAt) }
  }
  return { lagMs: 0 }
}

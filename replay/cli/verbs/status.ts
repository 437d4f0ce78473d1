import { masterKeyWarning } from '../../../compose/keys.ts'
import { openForReading } from '../../../compose/stores.ts'
import { deadlines } from '../../../projections/deadlines/deadlines.ts'
import { exceptions } from '../../../projections/exceptions/exceptions.ts'
import { projections } from '../../../projections/index.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { waiting } from '../../../projections/waiting/waiting.ts'
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
      const readModels = await Promise.all(
        projections.map(async (projection) => {
          const model = await openReadModel(documents, projection)
          return { name: projection.name, position: model?.position ?? null, current: model !== null && model.position >= head }
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
      answer(context, { folder, position: head, readModels, open, warning }, [
        `${folder}: position ${head}`,
        ...readModels.map(
          ({ name, position, current }) => `  ${name.padEnd(16)} ${current ? 'current' : `at ${position ?? 'nothing yet'}`}`,
        ),
        `open: ${open.exceptions} exceptions, ${open.deadlines} deadlines, ${open.waiting} processes waiting`,
        ...(warning === null ? [] : [warning]),
      ])
      return 0
    } finally {
      await close()
    }
  },
}

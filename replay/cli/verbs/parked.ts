import { openForReading } from '../../../compose/stores.ts'
import { projections } from '../../../projections/index.ts'
import { readParked } from '../../../projections/runner/parked-lists.ts'
import { askServer, problemOf } from '../server.ts'
import { answer, refuseMoreWords, UsageError, type Verb, type VerbContext } from '../verb.ts'
import { changeThrough } from '../with-ledger.ts'

async function list(context: VerbContext): Promise<number> {
  const stores = await openForReading(context.settings)
  try {
    const items = await readParked(stores.documents, projections)
    const lines = items.map((each) => `${each.projection} ${each.key}: ${each.events.length} events wait; ${each.cause}`)
    answer(context, { items }, items.length === 0 ? ['nothing is parked'] : lines)
    return 0
  } finally {
    await stores.close()
  }
}

async function change(context: VerbContext, action: 'retry' | 'drop', projection: string, key: string): Promise<number> {
  const result = await changeThrough<unknown>(
    context.settings,
    (ledger) => (action === 'retry' ? ledger.readModels.retryParked(projection, key) : ledger.readModels.dropParked(projection, key)),
    async () => {
      const asked = await askServer(context.settings, 'POST', `/v1/parked/${action}`, { projection, key })
      if (asked.status >= 300) throw new UsageError(problemOf(asked))
      return asked.body
    },
  )
  const found = result !== null && result !== false
  answer(context, { found, result }, [
    found ? `${action === 'retry' ? 'tried again' : 'dropped'}: ${JSON.stringify(result)}` : `${projection} ${key} is not parked`,
  ])
  return found ? 0 : 1
}

export const parkedVerb: Verb = {
  name: 'parked',
  usage: 'parked list | retry <read model> <key> | drop <read model> <key>',
  summary: 'documents whose fold failed, with the events they still have to take',
  options: {},
  async run(context) {
    const [action, projection, key] = context.positionals
    refuseMoreWords(context, action === 'list' ? 1 : 3)
    if (action === 'list') return list(context)
    if ((action !== 'retry' && action !== 'drop') || projection === undefined || key === undefined)
      throw new UsageError('say list, or retry or drop with read model and key')
    return change(context, action, projection, key)
  },
}

import { openForReading } from '../../../compose/stores.ts'
import { type Deadline, deadlines } from '../../../projections/deadlines/deadlines.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { answer, limitOption, refuseMoreWords, type Verb } from '../verb.ts'

export const deadlinesVerb: Verb = {
  name: 'deadlines',
  usage: 'deadlines [--limit N] [--json]',
  summary: 'what is decided next unless something happens before',
  options: { limit: { type: 'string' } },
  async run(context) {
    refuseMoreWords(context, 0)
    const limit = limitOption(context)
    const stores = await openForReading(context.settings)
    try {
      const model = await openReadModel<Deadline>(stores.documents, deadlines)
      const found = (await model?.collection.find({ sort: [{ field: 'dueAt', direction: 'ascending' }], limit })) ?? []
      const items = found.flatMap(({ body }) => (body === null ? [] : [body]))
      answer(
        context,
        { items },
        items.map(({ kind, orderId, dueAt }) => `${new Date(dueAt).toISOString()} ${kind.padEnd(10)} ${orderId}`),
      )
      return 0
    } finally {
      await stores.close()
    }
  },
}

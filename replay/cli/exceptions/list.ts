import { openForReading } from '../../../compose/stores.ts'
import { type ChannelException, exceptions } from '../../../projections/exceptions/exceptions.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { answer, limitOption, textOption, type VerbContext } from '../verb.ts'

export async function list(context: VerbContext): Promise<number> {
  const limit = limitOption(context)
  const stores = await openForReading(context.settings)
  try {
    const model = await openReadModel<ChannelException>(stores.documents, exceptions)
    const code = textOption(context, 'code')
    const where = { open: true, ...(code === undefined ? {} : { code }) }
    const found = (await model?.collection.find({ where, sort: [{ field: 'lastAt', direction: 'descending' }], limit })) ?? []
    const items = found.flatMap(({ body }) => (body === null ? [] : [body]))
    answer(
      context,
      { items },
      items.map(
        ({ exceptionId, channel, location, code: why, reason }) =>
          `${exceptionId} ${(channel ?? location ?? '').padEnd(12)} ${why.padEnd(16)} ${reason}`,
      ),
    )
    return 0
  } finally {
    await stores.close()
  }
}

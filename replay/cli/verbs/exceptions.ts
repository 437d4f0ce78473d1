import { readFile } from 'node:fs/promises'
import { openForReading } from '../../../compose.ts'
import { type ChannelException, exceptions } from '../../../projections/exceptions/exceptions.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { askServer, problemOf } from '../server.ts'
import { answer, textOption, UsageError, type Verb, type VerbContext, wholeNumber } from '../verb.ts'
import { changeThrough } from '../with-ledger.ts'

async function list(context: VerbContext): Promise<number> {
  const stores = await openForReading(context.settings)
  try {
    const model = await openReadModel<ChannelException>(stores.documents, exceptions)
    const code = textOption(context, 'code')
    const where = { open: true, ...(code === undefined ? {} : { code }) }
    const limit = Math.min(1_000, wholeNumber(context, 'limit', 50))
    const found = (await model?.collection.find({ where, sort: [{ field: 'lastAt', direction: 'descending' }], limit })) ?? []
    const items = found.flatMap(({ body }) => (body === null ? [] : [body]))
    answer(
      context,
      { items },
      items.map(({ exceptionId, channel, code: why, reason }) => `${exceptionId} ${channel.padEnd(12)} ${why.padEnd(16)} ${reason}`),
    )
    return 0
  } finally {
    await stores.close()
  }
}

const asking = (what: string, now: number) => {
  const commandId = `cli/${what}/${now}`
  return { commandId, actor: 'command-line', occurredAt: now, correlationId: commandId, causationId: commandId }
}

async function change(context: VerbContext, action: 'retry' | 'correct' | 'drop', id: string, text: string, note: string): Promise<number> {
  const result = await changeThrough<object>(
    context.settings,
    async (ledger) => {
      const model = await openReadModel<ChannelException>(ledger.documents, exceptions)
      const [found] = (await model?.collection.get([id])) ?? []
      if (found?.body == null) throw new UsageError(`there is no exception ${id}`)
      const { channel, shop, messageId } = found.body
      const name = { channel, shop, messageId }
      const by = asking(`${action}/${id}`, ledger.settings.clock.now())
      if (action === 'retry') return ledger.exceptions.retry(name, by)
      return action === 'drop' ? ledger.exceptions.drop(name, by) : ledger.exceptions.correct(name, text, note, by)
    },
    async () => {
      const asked = await askServer(
        context.settings,
        'POST',
        `/v1/exceptions/${encodeURIComponent(id)}/${action}`,
        action === 'correct' ? { text, note } : {},
      )
      if (asked.status >= 300) throw new UsageError(problemOf(asked))
      return asked.body
    },
  )
  const refused = ('ok' in result && result.ok === false) || ('accepted' in result && result.accepted === false)
  answer(context, result, [
    `${refused ? 'still waits' : 'done'}: ${JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`,
  ])
  return refused ? 1 : 0
}

export const exceptionsVerb: Verb = {
  name: 'exceptions',
  usage: 'exceptions list [--code C] | retry <id> | correct <id> --file F --note N | drop <id>',
  summary: 'messages that could not be taken further',
  options: { code: { type: 'string' }, limit: { type: 'string' }, file: { type: 'string' }, note: { type: 'string' } },
  async run(context) {
    const [action, id] = context.positionals
    if (action === 'list') return list(context)
    if ((action !== 'retry' && action !== 'correct' && action !== 'drop') || id === undefined)
      throw new UsageError('say list, or retry, correct or drop with the id of an exception')
    const [file, note] = [textOption(context, 'file'), textOption(context, 'note')]
    if (action === 'correct' && (file === undefined || note === undefined))
      throw new UsageError('correct takes --file with the whole corrected payload and --note with the reason')
    return change(context, action, id, file === undefined ? '' : await readFile(file, 'utf8'), note ?? '')
  },
}

import type { Asking } from '../../../commands/command-bus.ts'
import { type ChannelException, exceptions } from '../../../projections/exceptions/exceptions.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { askServer, problemOf } from '../server.ts'
import { answer, UsageError, type VerbContext } from '../verb.ts'
import { changeThrough } from '../with-ledger.ts'

export const asking = (what: string, now: number): Asking => {
  const commandId = `cli/${what}/${now}`
  return { commandId, actor: 'command-line', occurredAt: now, correlationId: commandId, causationId: commandId }
}

export async function change(
  context: VerbContext,
  action: 'retry' | 'correct' | 'drop',
  id: string,
  text: string,
  note: string,
): Promise<number> {
  const result = await changeThrough<object>(
    context.settings,
    async (ledger) => {
      const model = await openReadModel<ChannelException>(ledger.documents, exceptions)
      const [found] = (await model?.collection.get([id])) ?? []
      if (found?.body == null) throw new UsageError(`there is no exception ${id}`)
      const { channel, shop, location, messageId } = found.body
      const name = { channel, shop, location, messageId }
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

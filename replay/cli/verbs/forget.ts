import { createForgetting } from '../../../commands/personal/forgetting.ts'
import { askServer, problemOf } from '../server.ts'
import { answer, refuseMoreWords, UsageError, type Verb } from '../verb.ts'
import { changeThrough } from '../with-ledger.ts'

export const forgetVerb: Verb = {
  name: 'forget',
  usage: 'forget <person id> --yes [--json]',
  summary: "destroy a person's keys for ever; every number and proof still holds",
  options: { yes: { type: 'boolean' } },
  async run(context) {
    const [personId] = context.positionals
    if (personId === undefined) throw new UsageError('name the person; searching people by phone or name shows the id')
    refuseMoreWords(context, 1)
    if (context.values.yes !== true) throw new UsageError('what is forgotten cannot be read by anyone again: add --yes')
    const result = await changeThrough(
      context.settings,
      async (ledger) => {
        const { events, documents, kept, readModels, bus, keys, hashKeys, settings } = ledger
        const forgetting = createForgetting({ events, documents, kept, readModels, bus, keys, hashKeys, clock: settings.clock })
        const forgotten = await forgetting.forget(personId, 'command-line')
        if (!forgotten.accepted) throw new UsageError(`${forgotten.code}: there is no person ${personId}, or they were never known`)
        return { personIds: forgotten.personIds }
      },
      async () => {
        const asked = await askServer(context.settings, 'POST', `/v1/people/${encodeURIComponent(personId)}/forget`, {})
        if (asked.status >= 300) throw new UsageError(problemOf(asked))
        return { personIds: (asked.body.personIds ?? []) as readonly string[] }
      },
    )
    answer(context, { personId, ...result }, [`forgotten: ${personId}`])
    return 0
  },
}

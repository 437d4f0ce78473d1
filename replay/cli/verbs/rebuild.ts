import { projections } from '../../../projections/index.ts'
import { createProgress } from '../progress.ts'
import { askServer, problemOf } from '../server.ts'
import { answer, UsageError, type Verb } from '../verb.ts'
import { changeThrough } from '../with-ledger.ts'

export const rebuildVerb: Verb = {
  name: 'rebuild',
  usage: 'rebuild [read model ...] [--json]',
  summary: 'build read models anew from the first event, beside the live ones',
  options: {},
  async run(context) {
    const known = projections.map(({ name }) => name)
    const stranger = context.positionals.find((name) => !known.includes(name))
    if (stranger !== undefined) throw new UsageError(`there is no read model ${stranger}; there are ${known.join(', ')}`)
    const names = context.positionals.length > 0 ? context.positionals : known
    const progress = createProgress('rebuilding', context.json)
    const done = await changeThrough(
      context.settings,
      async (ledger) => {
        let seen = { events: 0, eventsPerSecond: 0 }
        await ledger.readModels.rebuild(names, (now) => {
          seen = now
          progress.show(now)
        })
        return { ok: true as const, readModels: names, events: seen.events, eventsPerSecond: Math.round(seen.eventsPerSecond) }
      },
      async () => {
        const asked = await askServer(context.settings, 'POST', '/v1/admin/rebuild', { readModels: names })
        return asked.status < 300
          ? { ok: true as const, readModels: names, ...asked.body }
          : { ok: false as const, problem: problemOf(asked) }
      },
    )
    progress.stop()
    if (!done.ok) throw new UsageError(done.problem)
    answer(context, done, [
      `rebuilt ${names.join(', ')}${done.events === undefined ? '' : `: ${done.events} events, ${done.eventsPerSecond} events/s`}`,
    ])
    return 0
  },
}

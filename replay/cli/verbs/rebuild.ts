import { hasKeys } from '../../../compose/keys.ts'
import { type Ledger, openLedger } from '../../../compose/ledger.ts'
import { openMirrorReadModels } from '../../../compose/mirror/read-models.ts'
import { projections } from '../../../projections/index.ts'
import { ProjectionFailed } from '../../../projections/runner/failures.ts'
import { type Rebuilt, rebuildThroughServer } from '../follow-rebuild.ts'
import { createProgress, type Progress } from '../progress.ts'
import { answer, UsageError, type Verb } from '../verb.ts'
import { openedOrAsked } from '../with-ledger.ts'

export const rebuildVerb: Verb = {
  name: 'rebuild',
  usage: 'rebuild [read model ...] [--json]',
  summary: 'build read models anew from the first event, beside the live ones; 1 when one cannot be',
  options: {},
  async run(context) {
    const known = projections.map(({ name }) => name)
    const stranger = context.positionals.find((name) => !known.includes(name))
    if (stranger !== undefined) throw new UsageError(`there is no read model ${stranger}; there are ${known.join(', ')}`)
    const names = context.positionals.length > 0 ? context.positionals : known
    const progress = createProgress(`rebuilding ${names.length === 1 ? names[0] : `${names.length} read models`}`, context.json)
    const { settings } = context
    const done = await openedOrAsked<Pick<Ledger, 'readModels' | 'close'>, Rebuilt>(
      () => (hasKeys(settings) ? openLedger(settings) : openMirrorReadModels(settings)),
      (ledger) => rebuildHere(ledger, names, progress),
      () => rebuildThroughServer(settings, names, progress),
    ).finally(progress.stop)
    answer(context, done, linesOf(done))
    return done.ok ? 0 : 1
  },
}

/** In the folder itself, where no server runs. What stops the build stops it for all of them: they are built in one reading of the log. */
async function rebuildHere({ readModels }: Pick<Ledger, 'readModels'>, names: readonly string[], progress: Progress): Promise<Rebuilt> {
  let seen: { readonly events: number; readonly eventsPerSecond: number } | null = null
  const show: Progress['show'] = (now) => {
    seen = { events: now.events, eventsPerSecond: Math.round(now.eventsPerSecond) }
    progress.show(now)
  }
  const cause = await readModels.rebuild(names, show).then(
    () => null,
    (failure: unknown) => {
      if (failure instanceof ProjectionFailed) return failure.message
      throw failure
    },
  )
  const models = (await readModels.status()).filter(({ projection }) => names.includes(projection))
  return {
    ok: cause === null,
    ...(seen ?? { events: null, eventsPerSecond: null }),
    readModels: models.map(({ projection, position }) => ({ name: projection, position: String(position), cause })),
  }
}

const linesOf = ({ ok, events, eventsPerSecond, readModels }: Rebuilt): readonly string[] => [
  `${ok ? 'rebuilt' : 'NOT REBUILT'}${events === null ? '' : `: ${events} events, ${eventsPerSecond} events/s`}`,
  ...readModels.map(({ name, position, cause }) => `  ${name}: ${cause === null ? `up to position ${position}` : cause}`),
]

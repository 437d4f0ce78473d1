import { eventsAt, eventsOf } from '../../../compose/adapters/choose.ts'
import { type Mirrored, mirrorInto } from '../../../compose/mirror/mirror.ts'
import { followMirror, type LeftBehind } from '../follow-mirror.ts'
import { createProgress } from '../progress.ts'
import { answer, locationOption, refuseMoreWords, UsageError, type Verb, type VerbContext } from '../verb.ts'

export const mirrorVerb: Verb = {
  name: 'mirror',
  usage: 'mirror --from <connection string> [--json]',
  summary: 'copy the events of an EventStoreDB here, or go on copying, to read them offline',
  options: { from: { type: 'string' } },
  async run(context) {
    refuseMoreWords(context, 0)
    const { settings, json } = context
    const from = sourceOf(context)
    const { folder } = eventsOf(settings)
    if (folder === null) throw new UsageError('a mirror lies in a folder: name a new one by LEDGER_EVENTS=embedded:<new folder>')
    const copying = createProgress('copying', json)
    const mirrored = await mirrorInto(folder, from, settings, copying.show).finally(copying.stop)
    const building = createProgress('building read models', json)
    const left = await followMirror(settings, building).finally(building.stop)
    answer(context, { ok: left.length === 0, ...mirrored, left }, linesOf(mirrored, left))
    return left.length === 0 ? 0 : 1
  },
}

function sourceOf(context: VerbContext): string {
  const from = locationOption(context, 'from', (location) => eventsAt(location, '--from', context.settings))
  if (from === undefined) throw new UsageError('say what to copy: --from esdb://<user>:<password>@<host>:<port>')
  return from
}

const linesOf = ({ copied, seconds, events, source, folder, last }: Mirrored, left: readonly LeftBehind[]): readonly string[] => [
  `copied ${copied} events from ${source} in ${seconds.toFixed(1)} s: ${folder} holds ${events}`,
  ...(last === null ? [] : [`  up to position ${last.sourcePosition} there: ${last.stream} revision ${last.revision}`]),
  ...left.map(({ name, cause }) => `  NOT BUILT: ${name}: ${cause ?? 'it stopped'}`),
]

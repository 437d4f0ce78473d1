import { eventsAt, withoutSecrets } from '../../../compose/adapters/choose.ts'
import { type ComparedLogs, compareWith } from '../../../compose/mirror/compare.ts'
import type { EventName, LogDifference } from '../../mirror/compare-logs.ts'
import type { Verification } from '../../verify/verify.ts'
import { createProgress } from '../progress.ts'
import { answer, locationOption, refuseMoreWords, type Verb, type VerbContext } from '../verb.ts'
import { verifyFolder } from '../verify-folder.ts'

export const verifyVerb: Verb = {
  name: 'verify',
  usage: 'verify [--against <connection string>] [--json]',
  summary: 'prove that log, laws and read models agree, or two logs; 1 when they do not',
  options: { against: { type: 'string' } },
  async run(context) {
    refuseMoreWords(context, 0)
    const against = locationOption(context, 'against', (location) => eventsAt(location, '--against', context.settings))
    if (against !== undefined) return verifyAgainst(context, against)
    const progress = createProgress('rebuilding', context.json)
    const result = await verifyFolder(context.settings, progress.show).finally(progress.stop)
    answer(context, result, linesOf(result))
    return result.ok ? 0 : 1
  },
}

export const linesOf = ({ ok, events, documents, differences, laws, readModels, first }: Verification): readonly string[] => [
  `${ok ? 'verified' : 'NOT VERIFIED'}: ${events} events, ${documents} documents, ${differences} differences`,
  ...laws.map(({ law, breaches }) => `  law of ${law}: ${breaches === 0 ? 'holds' : `${breaches} breaches`}`),
  ...readModels.map(
    (model) => `  ${model.projection}: ${model.skipped ?? `${model.documents} documents, ${model.differences} differences`}`,
  ),
  ...(first === null ? [] : [`first: ${first}`]),
]

async function verifyAgainst(context: VerbContext, against: string): Promise<number> {
  const progress = createProgress('comparing', context.json)
  const compared = await compareWith(against, context.settings, progress.show).finally(progress.stop)
  answer(context, compared, comparedLines(compared, context.settings.events))
  return compared.ok ? 0 : 1
}

const comparedLines = ({ ok, source, here, there, until, first }: ComparedLogs, place: string): readonly string[] => [
  `${ok ? 'the same, byte for byte' : 'NOT THE SAME'}, up to position ${until} of ${source}`,
  `  ${here.sha256} ${here.events} events of ${withoutSecrets(place)}`,
  `  ${there.sha256} ${there.events} events of ${source}`,
  ...(first === null ? [] : [`first: ${firstDifference(first)}`]),
]

const nameOf = ({ stream, revision }: EventName): string => `${stream} revision ${revision}`

/** In words, where two logs first differ. */
function firstDifference({ event, here, there, fields }: LogDifference): string {
  if (here === null) return `${nameOf(there!)} is missing here`
  if (there === null) return `${nameOf(here)} is here alone`
  if (nameOf(here) === nameOf(there)) return `${nameOf(here)} differs in ${fields.join(', ')}`
  return `as event ${event} there is ${nameOf(here)} here, and ${nameOf(there)} there`
}

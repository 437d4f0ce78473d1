import { checkEvents, checkReadModels, openForReading, openScratchDocuments, openStillDocuments } from '../../../compose.ts'
import { projections } from '../../../projections/index.ts'
import { type Verification, verify } from '../../verify/verify.ts'
import { createProgress } from '../progress.ts'
import { answer, type Verb } from '../verb.ts'

export const verifyVerb: Verb = {
  name: 'verify',
  usage: 'verify [--json]',
  summary: 'prove that log, laws and read models agree; 1 when they do not',
  options: {},
  async run(context) {
    const { settings } = context
    const log = await checkEvents(settings)
    if (!log.ok) return report(context, { ...nothingCompared, events: log.events, differences: log.problems.length, damage: log.problems })
    const progress = createProgress('rebuilding', context.json)
    const documents = await openStillDocuments(settings)
    const scratch = await openScratchDocuments()
    const stores = await openForReading(settings)
    try {
      const checked = async () => log
      const { events } = stores
      const result = await verify({
        events,
        documents,
        scratch,
        projections,
        checkLog: checked,
        checkReadModels: () => checkReadModels(settings),
        onProgress: progress.show,
      })
      return report(context, result)
    } finally {
      progress.stop()
      for (const store of [stores, scratch, documents]) await store.close()
    }
  },
}

const nothingCompared: Verification = {
  ok: false,
  events: 0,
  documents: 0,
  differences: 0,
  oversold: 0,
  damage: [],
  laws: [],
  readModels: [],
  first: null,
}

function report(context: Parameters<Verb['run']>[0], result: Verification): number {
  const first = result.first ?? (result.damage[0] === undefined ? null : `damage: ${JSON.stringify(result.damage[0])}`)
  const lines = [
    `${result.ok ? 'verified' : 'NOT VERIFIED'}: ${result.events} events, ${result.documents} documents, ${result.differences} differences`,
    ...result.laws.map(({ law, breaches }) => `  law of ${law}: ${breaches === 0 ? 'holds' : `${breaches} breaches`}`),
    ...result.readModels.map(
      (model) => `  ${model.projection}: ${model.skipped ?? `${model.documents} documents, ${model.differences} differences`}`,
    ),
    ...(first === null ? [] : [`first: ${first}`]),
  ]
  answer(context, { ...result, first }, lines)
  return result.ok ? 0 : 1
}

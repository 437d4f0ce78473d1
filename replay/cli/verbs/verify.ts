import type { Verification } from '../../verify/verify.ts'
import { createProgress } from '../progress.ts'
import { answer, refuseMoreWords, type Verb } from '../verb.ts'
import { verifyFolder } from '../verify-folder.ts'

export const verifyVerb: Verb = {
  name: 'verify',
  usage: 'verify [--json]',
  summary: 'prove that log, laws and read models agree; 1 when they do not',
  options: {},
  async run(context) {
    refuseMoreWords(context, 0)
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

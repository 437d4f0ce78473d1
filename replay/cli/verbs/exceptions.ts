import { readFile } from 'node:fs/promises'
import { change } from '../exceptions/change.ts'
import { list } from '../exceptions/list.ts'
import { retryAll } from '../exceptions/retry-all.ts'
import { show } from '../exceptions/show.ts'
import { refuseMoreWords, textOption, UsageError, type Verb, type VerbContext } from '../verb.ts'

async function correct(context: VerbContext, id: string): Promise<number> {
  const [file, note] = [textOption(context, 'file'), textOption(context, 'note')]
  if (file === undefined || note === undefined)
    throw new UsageError('correct takes --file with the whole corrected payload and --note with the reason')
  return change(context, 'correct', id, await readFile(file, 'utf8'), note)
}

export const exceptionsVerb: Verb = {
  name: 'exceptions',
  usage: 'exceptions list [--code C] | show <id> | retry <id> | retry --code C | correct <id> --file F --note N | drop <id>',
  summary: 'messages that could not be taken further',
  options: { code: { type: 'string' }, limit: { type: 'string' }, file: { type: 'string' }, note: { type: 'string' } },
  async run(context) {
    const [action, id] = context.positionals
    const code = textOption(context, 'code')
    const isOfCode = action === 'retry' && code !== undefined
    refuseMoreWords(context, action === 'list' || isOfCode ? 1 : 2)
    if (action === 'list') return list(context)
    if (isOfCode) return retryAll(context, code)
    if (id === undefined)
      throw new UsageError('say list, or show, retry, correct or drop with the id of an exception, or retry with --code')
    if (action === 'show') return show(context, id)
    if (action === 'correct') return correct(context, id)
    if (action !== 'retry' && action !== 'drop') throw new UsageError(`there is no exceptions ${action}`)
    return change(context, action, id, '', '')
  },
}

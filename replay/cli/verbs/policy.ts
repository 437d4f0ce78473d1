import { publish } from '../policies/publish.ts'
import { list, show } from '../policies/read.ts'
import { tryFile } from '../policies/try.ts'
import { refuseMoreWords, UsageError, type Verb } from '../verb.ts'

export const policyVerb: Verb = {
  name: 'policy',
  usage: 'policy list | show <name> | publish <name> <file> --note N [--from T] | try <file> [--from T] [--to T]',
  summary: 'rules of the business, their versions, and what others would have made of past orders',
  options: { note: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, limit: { type: 'string' } },
  async run(context) {
    const [action, name, file] = context.positionals
    refuseMoreWords(context, action === 'list' ? 1 : action === 'publish' ? 3 : 2)
    if (action === 'list') return list(context)
    if (action === 'show' && name !== undefined) return show(context, name)
    if (action === 'publish' && name !== undefined && file !== undefined) return publish(context, name, file)
    if (action === 'try' && name !== undefined) return tryFile(context, name)
    throw new UsageError('say list, show with a name, publish with a name and a file, or try with a file')
  },
}

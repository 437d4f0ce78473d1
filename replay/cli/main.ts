import { parseArgs } from 'node:util'
import { defaultSettings } from '../../compose/settings.ts'
import { explainFailure } from './explain-failure.ts'
import { UsageError, type Verb, type VerbContext } from './verb.ts'
import { verbs } from './verbs.ts'

const common = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

const help = (): string =>
  ['usage: npm run -s ledger -- <verb> [options]', '', ...verbs.map(({ usage, summary }) => `  ${usage.padEnd(58)} ${summary}`), ''].join(
    '\n',
  )

/** Whoever read the output, such as `head`, has read enough: that is no failure. */
process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
  if (failure.code !== 'EPIPE') throw failure
})

/** Runs one verb; resolves to the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv
  const verb = verbs.find((each) => each.name === name)
  if (verb === undefined) {
    const asked = name === undefined || name === '--help' || name === '-h' || name === 'help'
    process.stderr.write(asked ? help() : `there is no verb ${name}\n\n${help()}`)
    return name === '--help' || name === '-h' || name === 'help' ? 0 : 2
  }
  try {
    return await runVerb(verb, rest)
  } catch (failure) {
    const { message, code } = explainFailure(failure)
    process.stderr.write(failure instanceof UsageError ? `${message}\nusage: npm run -s ledger -- ${verb.usage}\n` : `${message}\n`)
    return code
  }
}

function runVerb(verb: Verb, args: string[]): Promise<number> {
  const { values, positionals } = parseOrExplain(verb, args)
  if (values.help === true) {
    process.stdout.write(`usage: npm run -s ledger -- ${verb.usage}\n${verb.summary}\n`)
    return Promise.resolve(0)
  }
  const note = (line: string) => void process.stderr.write(`${line}\n`)
  const context: VerbContext = {
    values,
    positionals,
    settings: { ...defaultSettings(process.env), say: note },
    json: values.json === true,
    print: (line) => void process.stdout.write(`${line}\n`),
    note,
  }
  return verb.run(context)
}

function parseOrExplain({ options }: Verb, args: string[]) {
  try {
    return parseArgs({ args, options: { ...common, ...options }, allowPositionals: true, strict: true })
  } catch (failure) {
    throw new UsageError(failure instanceof Error ? failure.message : String(failure))
  }
}

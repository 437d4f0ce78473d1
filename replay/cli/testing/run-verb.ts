import { parseArgs } from 'node:util'
import { defaultSettings } from '../../../compose/settings.ts'
import type { Verb } from '../verb.ts'

/** Runs a verb on a folder in this process, with `--json`: its exit code, and the one object it printed. */
export async function runVerb(
  { options, run }: Verb,
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const printed: string[] = []
  const settings = defaultSettings({ ...environment, LEDGER_EVENTS: `embedded:${folder}` })
  const print = (line: string): void => void printed.push(line)
  const code = await run({ values, positionals, settings, json: true, print, note: () => undefined })
  return { code, answer: JSON.parse(printed.join('\n')) }
}

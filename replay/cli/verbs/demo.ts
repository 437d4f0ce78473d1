import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { eventsOf, withoutSecrets } from '../../../compose/adapters/choose.ts'
import type { Settings } from '../../../compose/settings.ts'
import { assess, play } from '../../../demo/demo.ts'
import { settingsFor } from '../../../demo/engine.ts'
import { createSaleProgress } from '../../../demo/progress.ts'
import { linesOf, reportOf } from '../../../demo/report.ts'
import { createProgress } from '../progress.ts'
import { answer, refuseMoreWords, textOption, UsageError, type Verb, type VerbContext, wholeNumber } from '../verb.ts'
import { verifyFolder } from '../verify-folder.ts'
import { serveVerb } from './serve.ts'
import { linesOf as linesOfVerification } from './verify.ts'

export const demoVerb: Verb = {
  name: 'demo',
  usage: 'demo [--orders N] [--seed S] [--days D] [--folder F] [--port P] [--no-serve] [--json]',
  summary: 'a seeded sale day over all channels into a folder of its own, verified and served',
  options: {
    orders: { type: 'string' },
    seed: { type: 'string' },
    days: { type: 'string' },
    folder: { type: 'string' },
    port: { type: 'string' },
    'no-serve': { type: 'boolean' },
  },
  async run(context) {
    refuseMoreWords(context, 0)
    const began = performance.now()
    const options = {
      orders: positive(context, 'orders', 20_000),
      seed: wholeNumber(context, 'seed', 1),
      days: positive(context, 'days', 1),
    }
    const folder = emptyFolder(textOption(context, 'folder') ?? join('data', `demo-${options.seed}-${stamp()}`))
    const { environment, say } = context.settings
    const settings = { ...settingsFor({ folder, seed: options.seed, environment }), say }
    context.note(`${options.orders} orders of seed ${options.seed} into ${placeOf(settings)}`)
    const selling = createSaleProgress(context.json)
    const played = await play(options, folder, environment, { onProgress: selling.show }).finally(selling.stop)
    const rebuilding = createProgress('verifying', context.json)
    // Read models are rebuilt in threads of their own meanwhile.
    const [sold, verification] = await Promise.all([assess(played, settings), verifyFolder(settings, rebuilding.show)]).finally(
      rebuilding.stop,
    )
    const ended = { ...sold, verification, seconds: (performance.now() - began) / 1_000 }
    const report = reportOf(ended)
    answer(context, report, [...linesOf(report, ended), '', ...linesOfVerification(verification)])
    for (const { count, expected, found } of sold.differences) context.note(`${count}: ${found} found, ${expected} expected`)
    for (const surprise of sold.answers.surprises) context.note(surprise)
    const good = sold.differences.length === 0 && sold.answers.surprises.length === 0 && verification.ok
    if (context.json || context.values['no-serve'] === true) return good ? 0 : 1
    const served = await serveVerb.run({ ...context, settings })
    return good ? served : 1
  },
}

function positive(context: VerbContext, name: string, fallback: number): number {
  const number = wholeNumber(context, name, fallback)
  if (number === 0) throw new UsageError(`--${name} takes a whole number from 1`)
  return number
}

/** Others may go on with a demo on servers, by the key that follows from its seed; it is no secret. */
const placeOf = (settings: Settings): string =>
  eventsOf(settings).folder ?? `${withoutSecrets(settings.events)}, sealed with LEDGER_MASTER_KEY=${settings.environment.LEDGER_MASTER_KEY}`

const stamp = (): string => new Date().toISOString().slice(0, 19).replaceAll(/\D/g, '')

function emptyFolder(folder: string): string {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UsageError(`${folder} is not empty: a demo needs a folder of its own`)
  mkdirSync(folder, { recursive: true })
  return folder
}

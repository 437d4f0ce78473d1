import { once } from 'node:events'
import { serve } from '../../../serve.ts'
import { refuseMoreWords, textOption, UsageError, type Verb } from '../verb.ts'

export const serveVerb: Verb = {
  name: 'serve',
  usage: 'serve [--port N] [--host H] [--json]',
  summary: 'run the ledger: API, page, processes; stops at SIGTERM or Ctrl-C',
  options: { port: { type: 'string' }, host: { type: 'string' } },
  async run(context) {
    refuseMoreWords(context, 0)
    const { environment } = context.settings
    const host = textOption(context, 'host') ?? environment.HOST ?? '127.0.0.1'
    const port = portOf(textOption(context, 'port') ?? environment.PORT ?? '7400')
    const stopAsked = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    const server = await serve({ ...context.settings, readModelsApart: true }, { host, port, log: process.stderr })
    const { url, firstKey } = server
    if (context.json) context.print(JSON.stringify(firstKey === null ? { url } : { url, key: firstKey }))
    else {
      context.print(`order-ledger listens on ${url}`)
      if (firstKey !== null) context.print(`admin key, shown this once: ${firstKey}`)
    }
    await stopAsked
    context.note('stopping')
    await server.stop()
    return 0
  },
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`the port is a number up to 65535, not ${text}`)
  return port
}

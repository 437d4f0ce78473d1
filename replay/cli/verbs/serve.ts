import { once } from 'node:events'
import { roles } from '../../../domain/access/events.ts'
import { type ServeOptions, type Server, serve } from '../../../serve.ts'
import { serveStore } from '../../../serve-store.ts'
import { folderTrouble } from '../folder-trouble.ts'
import { refuseMoreWords, textOption, UsageError, type Verb, type VerbContext } from '../verb.ts'

export const serveVerb: Verb = {
  name: 'serve',
  usage: 'serve [--port N] [--host H] [--insecure R] [--json]',
  summary: 'run the ledger: API, page, processes, gRPC door; stops at SIGTERM or Ctrl-C',
  options: { port: { type: 'string' }, host: { type: 'string' }, insecure: { type: 'string' } },
  async run(context) {
    refuseMoreWords(context, 0)
    const { environment, role } = context.settings
    const host = textOption(context, 'host') ?? environment.HOST ?? '127.0.0.1'
    const door = doorOf(context)
    const stopAsked = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
    const starting = role === 'store' ? startStore(context, host, door) : startAll(context, host, door)
    const server = await starting.catch((failure: unknown) => {
      throw folderTrouble(failure, context.settings)
    })
    await stopAsked
    context.note('stopping')
    await server.stop()
    return 0
  },
}

type DoorSettings = NonNullable<ServeOptions['door']>
type OpenDoor = NonNullable<Server['door']>

interface Started {
  stop(): Promise<void>
}

async function startAll(context: VerbContext, host: string, door: DoorSettings | null): Promise<Started> {
  const asked = textOption(context, 'port')
  const { PORT = '7400' } = context.settings.environment
  const port = asked === undefined ? portOf('PORT', PORT) : portOf('--port', asked)
  const server = await serve({ ...context.settings, readModelsApart: true }, { host, port, door, log: process.stderr })
  tell(context, server.url, server.door, 'admin', server.firstKey)
  return server
}

async function startStore(context: VerbContext, host: string, door: DoorSettings | null): Promise<Started> {
  if (door === null) throw new UsageError('LEDGER_ROLE=store opens the gRPC door alone: give its port by LEDGER_GRPC_PORT')
  const server = await serveStore(context.settings, { ...door, host, log: process.stderr })
  tell(context, null, server.door, 'ledger-writer', server.firstKey)
  return server
}

function tell(context: VerbContext, url: string | null, door: OpenDoor | null, role: string, key: string | null): void {
  const grpc = door?.connection ?? null
  if (context.json) {
    context.print(
      JSON.stringify({ ...(url === null ? {} : { url }), ...(grpc === null ? {} : { grpc }), ...(key === null ? {} : { key }) }),
    )
    return
  }
  if (url !== null) context.print(`order-ledger listens on ${url}`)
  if (grpc !== null) context.print(`gRPC: ${grpc}`)
  if (key !== null) context.print(`${role} key, shown this once: ${key}`)
}

function doorOf(context: VerbContext): DoorSettings | null {
  const { LEDGER_GRPC_PORT: port } = context.settings.environment
  const asked = textOption(context, 'insecure')
  const insecure = roles.find((role) => role === asked) ?? null
  if (asked !== undefined && insecure === null) throw new UsageError(`--insecure takes one of ${roles.join(', ')}`)
  if (port !== undefined) return { port: portOf('LEDGER_GRPC_PORT', port), insecure }
  if (insecure !== null) throw new UsageError('--insecure is for the gRPC door: give its port by LEDGER_GRPC_PORT')
  return null
}

function portOf(name: string, text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`${name} takes a port, a number up to 65535, not ${text}`)
  return port
}

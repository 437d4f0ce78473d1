import type { Settings } from '../../compose/settings.ts'
import { UsageError } from './verb.ts'

export interface ServerAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: the shape belongs to the route that was asked
  readonly body: any
}

/** Asks the running server. Throws a `UsageError` that says what to set when it cannot be asked. */
export async function askServer(settings: Settings, method: string, path: string, body?: unknown): Promise<ServerAnswer> {
  const { HOST = '127.0.0.1', PORT = '7400', LEDGER_TOKEN } = settings.environment
  if (LEDGER_TOKEN === undefined || LEDGER_TOKEN === '')
    throw new UsageError('a server runs on this folder: set LEDGER_TOKEN to an access key to ask it')
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  const headers = { authorization: `Bearer ${LEDGER_TOKEN}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
  try {
    const response = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${PORT}${path}`, request)
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  } catch (failure) {
    throw new UsageError(
      `no server answers at ${host}:${PORT} (${failure instanceof Error ? failure.message : failure}); set HOST and PORT`,
    )
  }
}

/** A refusal of the server in one line. */
export const problemOf = ({ status, body }: ServerAnswer): string =>
  `${body?.code ?? status}: ${body?.title ?? body?.detail ?? 'refused'}${body?.detail && body.title ? ` (${body.detail})` : ''}`

import { define } from '../../../api/testing/server.ts'
import type { Child } from '../../../replay/cli/testing/child.ts'

export interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every route
  readonly body: any
}

/** Asks one api process as the holder of a key does. */
export function clientOf(api: Child, key: string) {
  async function ask(method: string, path: string, body?: object): Promise<Reply> {
    const response = await fetch(`${api.told.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text }
  }
  const command = (type: string, data: object, commandId?: string) =>
    ask('POST', '/v1/commands', { type, data, ...(commandId === undefined ? {} : { commandId }) })
  return {
    command,
    get: (path: string) => ask('GET', path),
    send: (message: object) => ask('POST', '/v1/channel-orders/app', message),
    define: () => define(async (type, data) => ({ ...(await command(type, data)), headers: new Headers() })),
  }
}

export type Client = ReturnType<typeof clientOf>

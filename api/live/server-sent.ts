import { once } from 'node:events'
import type { FastifyReply } from 'fastify'

/** One open answer of server-sent events. */
export interface ServerSent {
  /** Aborts when the client is gone, was too slow, or the server stops. */
  readonly signal: AbortSignal
  /** Resolves once the client can take more; it is cut off when it takes nothing for too long. */
  send(frames: string): Promise<void>
  /** Says why, and ends. */
  end(reason: string): void
}

export interface ServerSentOptions {
  readonly stalledMs: number
  readonly heartbeatMs: number
  /** Asked at every heartbeat; the stream ends when it is false. */
  readonly stillAllowed: () => Promise<boolean>
}

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
}

/** One event: its name, data on one line, and the id to resume after. */
export const frame = (data: string, { id, name }: { readonly id?: string; readonly name?: string } = {}): string =>
  `${id === undefined ? '' : `id: ${id}\n`}${name === undefined ? '' : `event: ${name}\n`}data: ${data}\n\n`

export function openServerSent(reply: FastifyReply, { stalledMs, heartbeatMs, stillAllowed }: ServerSentOptions): ServerSent {
  reply.hijack()
  const { raw } = reply
  const closing = new AbortController()
  const { signal } = closing
  raw.writeHead(200, headers)
  raw.write(': open\n\n')
  raw.once('close', () => closing.abort())
  raw.on('error', () => closing.abort())

  const end = (reason: string): void => {
    if (signal.aborted) return
    raw.end(frame(JSON.stringify({ reason }), { name: 'end' }))
    closing.abort()
    setTimeout(() => raw.destroy(), 1_000).unref()
  }
  const beat = async (): Promise<void> => {
    if (!(await stillAllowed().catch(() => false))) return end('this key opens nothing any more')
    if (!signal.aborted && !raw.writableNeedDrain) raw.write(': here\n\n')
  }
  const beating = setInterval(() => void beat(), heartbeatMs)
  signal.addEventListener('abort', () => clearInterval(beating), { once: true })

  return {
    signal,
    end,
    async send(frames) {
      if (signal.aborted || raw.write(frames)) return
      const patience = AbortSignal.any([signal, AbortSignal.timeout(stalledMs)])
      await once(raw, 'drain', { signal: patience }).catch(() => undefined)
      if (!signal.aborted && raw.writableNeedDrain) end('too slow: nothing was taken for a while; resume after the last id')
    },
  }
}

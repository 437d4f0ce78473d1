import { onTestFinished } from 'vitest'
import { begin } from './child.ts'

/** `ledger serve` in a process of its own, over a ledger in this folder; it does not outlive the test that started it. */
export async function startServer(folder: string, environment: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const server = begin('serve', { LEDGER_EVENTS: `embedded:${folder}`, ...environment }, ...options)
  onTestFinished(() => server.kill())
  const child = await server.answering().catch(() => null)
  return {
    told: () => child!.told as { readonly url?: string; readonly grpc: string; readonly key?: string },
    /** Null while it runs. */
    code: child === null ? await server.stop() : null,
    errors: server.said,
    stop: server.stop,
  }
}

import { begin } from './child.ts'

/** `ledger serve` in a process of its own, over a ledger in this folder; whoever starts it kills it, whatever came of it. */
export async function startServer(folder: string, environment: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const server = begin('serve', { LEDGER_EVENTS: `embedded:${folder}`, ...environment }, ...options)
  const child = await server.answering().catch(() => null)
  return {
    told: () => child!.told as { readonly url?: string; readonly grpc: string; readonly key?: string },
    /** Null while it runs. */
    code: child === null ? await server.stop() : null,
    errors: server.said,
    stop: server.stop,
    kill: server.kill,
  }
}

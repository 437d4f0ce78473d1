import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ledger = fileURLToPath(new URL('../../../bin/ledger.mjs', import.meta.url))

/** `ledger serve` in a process of its own, over a ledger in this folder. */
export async function startServer(folder: string, environment: Record<string, string>, ...options: readonly string[]) {
  const env = { ...process.env, LEDGER_EVENTS: `embedded:${folder}`, PORT: '0', HOST: '127.0.0.1', ...environment }
  const server = spawn(process.execPath, [ledger, 'serve', '--json', ...options], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  server.stderr.on('data', (chunk) => {
    errors += String(chunk)
  })
  const said = await Promise.race([once(server.stdout, 'data'), once(server, 'exit')])
  return {
    told: () => JSON.parse(String(said[0])) as { url?: string; grpc: string; key?: string },
    code: said[0] as unknown,
    errors: () => errors,
    async stop() {
      server.kill('SIGTERM')
      return (await once(server, 'exit'))[0]
    },
  }
}

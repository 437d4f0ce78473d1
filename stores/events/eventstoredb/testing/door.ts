import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { everyoneIs, type Identify } from '../../../../api/grpc/caller.ts'
import { certificateIn } from '../../../../api/grpc/certificate.ts'
import { openDoor } from '../../../../api/grpc/door.ts'
import { createMemoryEventStore } from '../../memory/memory-event-store.ts'
import type { EventStore } from '../../port.ts'

export interface ServerUnderTest {
  readonly port: number
  /** As far as the host and port, and the search part that says how to trust it. */
  readonly connectionString: string
  stop(): Promise<void>
}

export interface ServerOptions {
  readonly tls?: boolean
  readonly port?: number
  readonly events?: EventStore
  /** `<user>:<password>`; anyone may, when not given. */
  readonly credentials?: string
}

/** The protocol of EventStoreDB on a free port, over a log in memory unless another is given. */
export async function openServer(options: ServerOptions = {}): Promise<ServerUnderTest> {
  const { tls = false, port = 0, events = createMemoryEventStore({ now: Date.now }), credentials } = options
  const folder = mkdtempSync(join(tmpdir(), 'ledger-certificate-'))
  const certificate = tls ? await certificateIn(folder, 'localhost', Date.now()) : null
  const everyone = everyoneIs('ledger-writer')
  const wanted = credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`
  const identify: Identify = async (metadata) =>
    wanted === undefined || String(metadata.get('authorization')[0]) === wanted
      ? everyone(metadata)
      : { refused: 'not-authenticated', why: 'these are not the credentials' }
  const failed: unknown[] = []
  const onFailure = (failure: unknown): string => String(failed.push(failure))
  const door = await openDoor({ events, identify, host: '127.0.0.1', port, certificate, now: Date.now, onFailure, limits: { stopMs: 100 } })
  const trust = certificate === null ? 'tls=false' : `tls=true&tlsCAFile=${encodeURIComponent(certificate.authorityFile)}`
  return {
    port: door.port,
    connectionString: `esdb://localhost:${door.port}?${trust}`,
    async stop() {
      await door.stop()
      rmSync(folder, { recursive: true })
      if (failed.length > 0) throw new AggregateError(failed, 'the server stumbled')
    },
  }
}

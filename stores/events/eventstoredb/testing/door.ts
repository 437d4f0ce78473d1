import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { everyoneIs } from '../../../../api/grpc/caller.ts'
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

/** The protocol of EventStoreDB on a free port, over a log in memory unless another is given. */
export async function openServer({
  tls = false,
  port = 0,
  events = createMemoryEventStore({ now: Date.now }),
}: {
  readonly tls?: boolean
  readonly port?: number
  readonly events?: EventStore
} = {}): Promise<ServerUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-certificate-'))
  const certificate = tls ? await certificateIn(folder, 'localhost', Date.now()) : null
  const identify = everyoneIs('ledger-writer')
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

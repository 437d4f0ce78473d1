import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createVirtualClock } from '../../commands/ports/clock.ts'
import { seededRandomness } from '../../commands/ports/randomness.ts'
import { type RunningProcesses, runProcesses } from '../../commands/processes/run.ts'
import { assemble, type Ledger } from '../../compose/assemble.ts'
import { defaultSettings } from '../../compose/settings.ts'
import { projections } from '../../projections/index.ts'
import { systemClock } from '../../projections/runner/clock.ts'
import { createProjectionRunner } from '../../projections/runner/runner.ts'
import { verify } from '../../replay/verify/verify.ts'
import { openEmbeddedDocuments } from '../../stores/documents/embedded/embedded-document-store.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import { createMemoryEventStore } from '../../stores/events/memory/memory-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { createMemoryKeyStore } from '../../stores/keys/memory/memory-key-store.ts'
import { deriveSubKeys } from '../../stores/keys/sub-keys.ts'
import { keepLeases } from '../../stores/leases/keep.ts'
import { createLeaseKeeper } from '../../stores/leases/keeper.ts'
import type { Ownership } from '../../stores/leases/port.ts'
import { othersOwn } from '../../stores/leases/records.ts'
import { type LeaseClock, type LeaseTiming, monotonicClock } from '../../stores/leases/timing.ts'
import { start } from '../spine/harness.ts'

/** As in production, ten times as fast. */
const fast: LeaseTiming = { beatMs: 60, heldMs: 400, takenAfterMs: 550, answerMs: 200 }

export interface WorkerOptions {
  readonly role?: 'api' | 'worker'
  readonly events?: EventStore
  readonly documents?: DocumentStore
  /** Believed in whatever the leases in the store say. */
  readonly ownership?: Ownership
  readonly clock?: LeaseClock
  readonly wall?: () => number
  readonly timing?: LeaseTiming
}

export interface TestWorker {
  readonly name: string
  readonly ledger: Ledger
  readonly processes: RunningProcesses | null
  readonly troubles: readonly string[]
  stop(): Promise<void>
}

/** Stores that any number of processes of one ledger share, and those processes, all within this one. */
export async function openShared() {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-workers-'))
  const clock = createVirtualClock(start)
  const events = createMemoryEventStore({ now: () => clock.now(), pageSize: 64 })
  const documents = await openEmbeddedDocuments({ folder })
  const randomness = seededRandomness('workers')
  const master = randomness.bytes('master', 32)
  const keys = createMemoryKeyStore(randomness)
  const hashKeys = deriveSubKeys(master)
  let opened = 0

  async function open(options: WorkerOptions = {}): Promise<TestWorker> {
    const name = `${options.role ?? 'worker'}-${++opened}`
    const own = { events: options.events ?? events, log: options.events ?? events, documents: options.documents ?? documents }
    const troubles: string[] = []
    const onTrouble = (message: string) => void troubles.push(message)
    const { clock: leaseClock = monotonicClock, timing = fast } = options
    const keeper =
      options.role === 'api' || options.ownership !== undefined
        ? null
        : await createLeaseKeeper({ documents: own.documents, owner: name, clock: leaseClock, timing, onTrouble })
    const ownership = options.ownership ?? keeper?.ownership ?? othersOwn(own.documents)
    const wall = options.wall ?? (() => clock.now())
    const settings = { ...defaultSettings({}), clock: { now: wall }, randomness, say: onTrouble }
    const runnerClock = { ...systemClock, now: wall }
    const readModels = await createProjectionRunner({ ...own, projections, ownership, clock: runnerClock, flushAfterMs: 5, onTrouble })
    await readModels.start()
    const stores = { folder, ...own, keys, close: async () => undefined }
    const parts = { settings, stores, shown: own.documents, ownership, readModels, hashKeys, sharedStore: true }
    const ledger = await assemble({ ...parts, opened: (one) => one, close: async () => undefined })
    const kept = keeper === null ? null : keepLeases(keeper, leaseClock, timing)
    const processes =
      options.role === 'api' ? null : await runProcesses({ ...ledger, clock: settings.clock, clocks: { wall, monotonic: wall }, onTrouble })
    return {
      ...{ name, ledger, processes, troubles },
      async stop() {
        await processes?.stop()
        await readModels.stop()
        await kept?.stop()
        await ledger.bus.close()
      },
    }
  }

  return {
    ...{ events, documents, clock, open },
    /** What the log says against what can be read, and its laws, once nothing moves. */
    verify: () =>
      verify({
        ...{ events, documents, scratch: documents, projections },
        checkReadModels: () => [],
        checkLog: async () => ({ ok: true, events: 0, problems: [] }),
      }),
    async close() {
      await events.close()
      await documents.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export type Shared = Awaited<ReturnType<typeof openShared>>

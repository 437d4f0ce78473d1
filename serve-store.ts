import { issueFirstKey } from './api/auth/first-key.ts'
import { type DoorSettings, type OpenDoor, serveDoor } from './api/grpc/serve-door.ts'
import { createCommandBus } from './commands/bus/create-command-bus.ts'
import { eventsOf, folderForDoor } from './compose/adapters/choose.ts'
import type { Settings } from './compose/settings.ts'
import { aggregates } from './domain/aggregates.ts'

export interface ServeStoreOptions extends DoorSettings {
  readonly host: string
  readonly log: { write(line: string): void }
}

export interface StoreServer {
  readonly door: OpenDoor
  /** Of the role `ledger-writer`, when there was none; to be shown once. */
  readonly firstKey: string | null
  stop(): Promise<void>
}

/** Opens a log and its gRPC door, and nothing else: for another ledger that keeps its events here. */
export async function serveStore(settings: Settings, options: ServeStoreOptions): Promise<StoreServer> {
  const { clock, say } = settings
  const folder = folderForDoor(settings)
  const now = (): number => clock.now()
  const events = await eventsOf(settings).openForWriting({ now, say })
  try {
    const bus = createCommandBus({ store: events, aggregates, sharedStore: true })
    const firstKey = await issueFirstKey({ events, bus, settings, say }, 'ledger-writer').finally(() => bus.close())
    const door = await serveDoor({ ...options, events, folder, now })
    return {
      door,
      firstKey,
      async stop() {
        await door.stop()
        await events.close()
      },
    }
  } catch (failure) {
    await events.close()
    throw failure
  }
}

import type { LogCheck } from '../../stores/events/embedded/check-log.ts'
import { type ClientName, clientNames } from '../../stores/events/eventstoredb/client-names.ts'
import { problemOf } from '../../stores/events/eventstoredb/connection-string.ts'
import { type EventStore, START } from '../../stores/events/port.ts'
import { readOnly } from '../../stores/events/read-only.ts'
import { SettingError } from '../setting-error.ts'
import type { Settings } from '../settings.ts'
import type { EventsAdapter } from './adapter.ts'

/** Events in an EventStoreDB, a KurrentDB, or another ledger behind its gRPC door. The client is loaded by whoever uses it. */
export function eventStoreDbEvents(connectionString: string, { environment }: Settings, name: string): EventsAdapter {
  const problem = problemOf(connectionString)
  if (problem !== null) throw new SettingError(`${name} is not understood: ${problem}`)
  const client = clientOf(environment.LEDGER_EVENTS_CLIENT)
  const open = async (say: (line: string) => void): Promise<EventStore> => {
    const { openEventStoreDb } = await import('../../stores/events/eventstoredb/eventstoredb-event-store.ts')
    return openEventStoreDb({ connectionString, client, ownIds: true, say })
  }
  return {
    shared: true,
    folder: null,
    openForWriting: ({ say }) => open(say),
    openForReading: async () => readOnly(await open(() => undefined)),
    check: async () => count(await open(() => undefined)),
    backUp: () =>
      Promise.reject(new SettingError('the events are on a server: back it up by its own means, and the keys with the read models')),
  }
}

function clientOf(given = 'eventstore'): ClientName {
  const client = clientNames.find((each) => each === given)
  if (client === undefined) throw new SettingError(`LEDGER_EVENTS_CLIENT=${given} is not understood: give ${clientNames.join(' or ')}`)
  return client
}

/** Checksums are the server's business; what is there is read, and counted. */
async function count(store: EventStore): Promise<LogCheck> {
  let [events, bytes, lastPosition] = [0, 0, START]
  try {
    for await (const page of store.readAll()) {
      for (const { data, metadata } of page.events) bytes += data.byteLength + metadata.byteLength
      events += page.events.length
      lastPosition = page.position
    }
  } finally {
    await store.close()
  }
  return { ok: true, events, groups: 0, bytes, lastPosition: String(lastPosition), problems: [] }
}

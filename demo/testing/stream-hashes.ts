import { createHash } from 'node:crypto'
import type { EventStore, RecordedEvent } from '../../stores/events/port.ts'

type Parts = readonly Uint8Array[]

export const whole = ({ revision, id, type, data, metadata }: RecordedEvent): Parts => [
  Buffer.from(`${revision} ${id} ${type}`),
  data,
  metadata,
]

/**
 * One hash for each stream by its name: id, type, data and metadata of every event in order; position and record time are left out.
 * @param partsOf What of an event counts.
 */
export async function streamHashes(
  events: EventStore,
  partsOf: (event: RecordedEvent) => Parts = whole,
): Promise<Readonly<Record<string, string>>> {
  const hashes = new Map<string, ReturnType<typeof createHash>>()
  for await (const page of events.readAll()) {
    for (const event of page.events) {
      const { stream } = event
      const hash = hashes.get(stream) ?? createHash('sha256')
      hashes.set(stream, hash)
      for (const part of partsOf(event)) hash.update(`${part.length}:`).update(part)
    }
  }
  return Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([stream, hash]) => [stream, hash.digest('hex')]))
}

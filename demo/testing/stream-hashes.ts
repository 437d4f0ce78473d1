import { createHash } from 'node:crypto'
import type { EventStore } from '../../stores/events/port.ts'

/** One hash for each stream by its name: id, type, data and metadata of every event in order; position and record time are left out. */
export async function streamHashes(events: EventStore): Promise<Readonly<Record<string, string>>> {
  const hashes = new Map<string, ReturnType<typeof createHash>>()
  for await (const page of events.readAll()) {
    for (const { stream, revision, id, type, data, metadata } of page.events) {
      const hash = hashes.get(stream) ?? createHash('sha256')
      hashes.set(stream, hash)
      for (const part of [Buffer.from(`${revision} ${id} ${type}`), data, metadata]) hash.update(`${part.length}:`).update(part)
    }
  }
  return Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([stream, hash]) => [stream, hash.digest('hex')]))
}

import { ProjectionFailed } from './failures.ts'
import type { Work } from './fan-out.ts'
import { MOST_PARKED_DOCUMENTS, type Parking } from './parking.ts'
import { foldInto, loadDocuments, type Track } from './track.ts'

/**
 * Folds a page's work into the cached documents of one track. A document whose fold throws is put back to what it was
 * before the event and parked; its later events join its list, every other document goes on.
 * Throws `ProjectionFailed` when so many documents fail that the projection itself must be wrong.
 */
export async function foldLive(track: Track, { events, keys }: Work, parking: Parking): Promise<void> {
  await loadDocuments(track, keys)
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index]!
    const event = events[index]!
    if (parking.has(track, key)) {
      parking.park(track, key, event, null)
      continue
    }
    const entry = track.cache.find(key)!
    try {
      foldInto(track, entry, event)
      track.touched.add(entry)
      entry.folded ??= []
      entry.folded.push(event)
    } catch (cause) {
      if (parking.count(track) >= MOST_PARKED_DOCUMENTS) {
        await undo(track, key)
        throw new ProjectionFailed(track.projection.name, event.position, key, cause)
      }
      await undo(track, key)
      parking.park(track, key, event, cause)
    }
  }
}

/** Folds may have changed half of the document: what is stored is taken again, and the good events since then. */
async function undo(track: Track, key: string): Promise<void> {
  const spoilt = track.cache.find(key)
  const since = spoilt?.folded ?? []
  track.cache.remove(key)
  if (spoilt !== undefined) track.touched.delete(spoilt)
  await loadDocuments(track, [key])
  const entry = track.cache.find(key)!
  for (const event of since) foldInto(track, entry, event)
  if (since.length > 0) track.touched.add(entry)
  entry.folded = [...since]
}

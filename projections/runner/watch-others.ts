import type { Position } from '../../stores/events/port.ts'
import type { SharedView } from './shared-view.ts'
import type { Worker } from './worker.ts'

const EVERY_MS = 500

/**
 * Tells that read models of other workers show more than before, while somebody follows along: not which documents, since only their owner
 * knows. Ends when the worker stops.
 */
export async function watchOthers(worker: Worker, view: SharedView): Promise<void> {
  const { clock, stopping, changes } = worker
  const known = new Map<string, Position>()
  while (!stopping.signal.aborted) {
    await clock.sleep(EVERY_MS, stopping.signal)
    if (!changes.observed) {
      known.clear()
      continue
    }
    for (const { projection, lease } of worker.models) {
      if (lease !== null) continue
      const position = await view.shown(projection.name).catch(() => null)
      if (position === null) continue
      const before = known.get(projection.name)
      known.set(projection.name, position)
      if (before !== undefined && position > before) {
        changes.next({ position, changed: [{ projection: projection.name, documents: [], more: 1 }] })
      }
    }
  }
}

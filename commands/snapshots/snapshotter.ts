import { type HeldStream, weigh } from '../bus/held-stream.ts'
import { freezeMemory } from '../bus/remembered.ts'
import { isSnapshotDue } from './due.ts'
import type { Snapshots } from './port.ts'

/** Takes snapshots of streams that have grown enough. */
export interface Snapshotter {
  isDue(held: HeldStream): boolean
  /** Freezes the state now and writes it later. The state must not be ahead of the store. */
  take(held: HeldStream): void
  /** Resolves when nothing is being written. */
  rest(): Promise<void>
}

/** Frozen states are as large as the states themselves; more of them at once would only fill memory. */
const AT_ONCE = 2

/** A snapshot that cannot be written is told and forgotten: the next one comes after as many events again. */
export function createSnapshotter(
  snapshots: Snapshots,
  fewestEvents: number,
  onFailure: (stream: string, error: unknown) => void,
): Snapshotter {
  const writing = new Map<string, Promise<void>>()

  return {
    isDue(held) {
      if (writing.size >= AT_ONCE || writing.has(held.stream)) return false
      return isSnapshotDue(held.revision - held.snapshotRevision, weigh(held), fewestEvents)
    },
    take(held) {
      const { stream, aggregate, revision, position, memory } = held
      held.snapshotRevision = revision
      const written = writeOf(held)
        .catch((error: unknown) => onFailure(stream, error))
        .finally(() => writing.delete(stream))
      writing.set(stream, written)

      async function writeOf({ state }: HeldStream): Promise<void> {
        const { stateVersion } = aggregate
        await snapshots.write({
          stream,
          stateVersion,
          revision,
          position,
          state: aggregate.freeze(state),
          remembered: freezeMemory(memory),
        })
      }
    },
    async rest() {
      await Promise.all(writing.values())
    },
  }
}

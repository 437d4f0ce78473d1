import { ownCategories } from '../../domain/own-streams.ts'
import type { EventStore, EventToAppend, Position, RecordedEvent } from '../../stores/events/port.ts'
import { batchesOf } from './batches.ts'

/** A batch is smaller than what the embedded log writes at once: it is there whole or not at all, and never in another order. */
const limits = { events: 8_192, bytes: 2 * 1_048_576 }

/** The mirror is no copy of this source. */
export class MirrorError extends Error {
  readonly code = 'MIRROR_DIFFERS'
}

/** The instant at which the source recorded what is appended here: the clock of the mirror's log, in epoch milliseconds. */
export const recordedAtSource = (events: readonly EventToAppend[]): number => (events[0] as RecordedEvent).recordedAt

export interface Copying {
  readonly source: EventStore
  /** Records an append at `recordedAtSource`. */
  readonly mirror: EventStore
  /** In the source, exclusive. */
  readonly after: Position
  /** Events are durable in the mirror, the last of them at `position` there. */
  readonly onDurable: (events: readonly RecordedEvent[], position: Position) => void
}

/**
 * Copies the ledger's own streams as far as the source goes when it begins, in the order of its log. What is there already is passed over.
 * The next batch is read while one is written. Throws `MirrorError` where the mirror holds something else, `EventStoreError` as the stores do.
 */
export async function copyEvents({ source, mirror, after, onDurable }: Copying): Promise<void> {
  let written: Promise<void> = Promise.resolve()
  try {
    for await (const batch of batchesOf(source.readAll({ after, filter: { streamPrefixes: ownCategories } }), limits)) {
      await written
      written = write(mirror, batch).then((position) => onDurable(batch, position))
      // Looked at when the next batch is there; until then its failure is nobody's.
      written.catch(() => undefined)
    }
  } finally {
    await written
  }
}

/** One append for each event, so that a batch that ends elsewhere than the last time repeats what is there. */
async function write(mirror: EventStore, batch: readonly RecordedEvent[]): Promise<Position> {
  const results = await Promise.all(
    batch.map((event) => mirror.append(event.stream, [event], event.revision === 0 ? 'no-stream' : event.revision - 1)),
  )
  let reached: Position | undefined
  for (const [index, result] of results.entries()) {
    if (!result.ok) throw differs(batch[index]!, result.actual)
    reached = result.position
  }
  return reached!
}

const differs = ({ stream, revision }: RecordedEvent, actual: number | 'no-stream'): MirrorError => {
  const there = actual === 'no-stream' ? 'has no such stream' : `goes to revision ${actual} with other events`
  return new MirrorError(`${stream} revision ${revision} does not continue the mirror, which ${there}: mirror into a new folder`)
}

import { isLedgerStream } from '../../domain/own-streams.ts'
import type { Page, RecordedEvent } from '../../stores/events/port.ts'

export interface BatchLimits {
  readonly events: number
  /** As they are written, names counted at their longest in UTF-8. */
  readonly bytes: number
}

/** What an event takes besides its names and bytes, rounded up. */
const HEAD_BYTES = 64

const bytesOf = ({ stream, type, id, data, metadata }: RecordedEvent): number =>
  HEAD_BYTES + 3 * (stream.length + type.length + id.length) + data.byteLength + metadata.byteLength

/** The ledger's own events in their order, in batches that stay within the limits; an event over the limit is a batch of its own. */
export async function* batchesOf(pages: AsyncIterable<Page>, limits: BatchLimits): AsyncGenerator<readonly RecordedEvent[]> {
  let batch: RecordedEvent[] = []
  let bytes = 0
  for await (const { events } of pages) {
    for (const event of events) {
      if (!isLedgerStream(event.stream)) continue
      const more = bytesOf(event)
      if (batch.length > 0 && (bytes + more > limits.bytes || batch.length >= limits.events)) {
        yield batch
        batch = []
        bytes = 0
      }
      batch.push(event)
      bytes += more
    }
  }
  if (batch.length > 0) yield batch
}

import type { EventToAppend, RecordedEvent } from '../../port.ts'
import type { Reads } from '../read/reads.ts'
import { type Resuming, resuming } from '../read/resuming.ts'

export interface Asking {
  readonly reads: Reads
  readonly resuming: Resuming
}

/** Whether nothing else than these events stands in a stream, up to revision `last`. */
export async function standsAs(asking: Asking, stream: string, events: readonly EventToAppend[], last: number): Promise<boolean> {
  const first = last - events.length + 1
  const read = (from: number) => asking.reads.stream(stream, { direction: 'forwards', from, count: last - from + 1 })
  const behind = ({ revision }: RecordedEvent): number => revision + 1
  for await (const found of resuming(first, read, behind, asking.resuming)) {
    if (!found.every((event) => isSame(event, events[event.revision - first]))) return false
  }
  return true
}

/** Whether an event is the one that was sent, byte for byte. */
export const isSame = (found: RecordedEvent, event: EventToAppend | undefined): boolean =>
  event !== undefined &&
  found.id === event.id.toLowerCase() &&
  found.type === event.type &&
  Buffer.compare(found.data, event.data) === 0 &&
  Buffer.compare(found.metadata, event.metadata) === 0

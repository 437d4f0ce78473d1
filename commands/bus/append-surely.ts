import { type AppendResult, type EventStore, EventStoreError, type EventToAppend, type RecordedEvent } from '../../stores/events/port.ts'

/** Whether this append wrote the events; otherwise the stream has moved, and holds at most what someone else wrote of the same commands. */
export type SureResult = { readonly written: true; readonly position: bigint } | { readonly written: false }

export interface SureAppend {
  readonly stream: string
  readonly events: readonly EventToAppend[]
  /** Revision of the stream before them; -1 for none. */
  readonly after: number
}

export interface Retrying {
  readonly attempts: number
  /** Waits before try `attempt`. */
  backOff(attempt: number): Promise<void>
}

/**
 * Appends, and where no answer comes asks again with the same ids at the same revision, which tells what became of it.
 * Throws `EventStoreError`, `OUTCOME_UNKNOWN` when that too stays unanswered.
 */
export async function appendSurely(store: EventStore, append: SureAppend, retrying: Retrying): Promise<SureResult> {
  const { stream, events, after } = append
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await store.append(stream, events, after < 0 ? 'no-stream' : after)
      return await surely(store, append, result, attempt)
    } catch (error) {
      const unknown = error instanceof EventStoreError && error.code === 'OUTCOME_UNKNOWN'
      if (!unknown || attempt >= retrying.attempts) throw error
      await retrying.backOff(attempt)
    }
  }
}

/**
 * A repeat at the first try is the work of another process that was asked the same. A later one is ours when every byte is: ids alone
 * do not prove it, since another process may have decided the same commands otherwise.
 */
async function surely(store: EventStore, append: SureAppend, result: AppendResult, attempt: number): Promise<SureResult> {
  if (!result.ok) return { written: false }
  if (result.repeated && (attempt === 1 || !(await standsAs(store, append)))) return { written: false }
  return { written: true, position: result.position }
}

async function standsAs(store: EventStore, { stream, events, after }: SureAppend): Promise<boolean> {
  let index = 0
  for await (const page of store.readStream(stream, { from: after + 1, maxCount: events.length })) {
    for (const recorded of page) {
      if (!isSame(recorded, events[index]!)) return false
      index += 1
    }
  }
  return index === events.length
}

const isSame = (recorded: RecordedEvent, event: EventToAppend): boolean =>
  recorded.id === event.id &&
  recorded.type === event.type &&
  Buffer.compare(recorded.data, event.data) === 0 &&
  Buffer.compare(recorded.metadata, event.metadata) === 0

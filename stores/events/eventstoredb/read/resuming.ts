import type { EventStoreError, RecordedEvent } from '../../port.ts'
import { readFailure } from '../failures.ts'

type Batches = AsyncIterable<readonly RecordedEvent[]>

export interface Resuming {
  /** How often in a row a read that brings nothing is begun again. */
  readonly attempts: number
  /** Waits before try `attempt`; rejects when nobody waits for the read any more. */
  pause(attempt: number): Promise<void>
}

/** Goes on behind the last event where the server goes away under a read. Throws `EventStoreError` when it does not come back in time. */
export async function* resuming<Place>(
  start: Place,
  read: (from: Place) => Batches,
  behind: (last: RecordedEvent) => Place,
  { attempts, pause }: Resuming,
): AsyncGenerator<readonly RecordedEvent[]> {
  let from = start
  for (let attempt = 1; ; attempt += 1) {
    try {
      for await (const batch of read(from)) {
        const last = batch.at(-1)
        if (last === undefined) continue
        attempt = 1
        from = behind(last)
        yield batch
      }
      return
    } catch (error) {
      const failure: EventStoreError = readFailure(error)
      if (failure.code !== 'UNAVAILABLE' || attempt >= attempts) throw failure
      await pause(attempt)
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { type Observable, Subject } from 'rxjs'
import type { EventStore, LivePage, Position } from '../../stores/events/port.ts'

/** The end of the log as it grows: one subscription for all who follow. */
export interface EventHub {
  /** Pages after `begins`, without gap or repeat. */
  readonly pages: Observable<LivePage>
  /** From which position on `pages` has everything. */
  readonly begins: Promise<Position>
  stop(): Promise<void>
}

const retryMs = 1_000

export function createEventHub(events: Pick<EventStore, 'head' | 'subscribeAll'>, onTrouble: (failure: unknown) => void): EventHub {
  const pages = new Subject<LivePage>()
  const stopping = new AbortController()
  const { signal } = stopping
  const begins = events.head()

  async function follow(): Promise<void> {
    let after = await begins
    while (!signal.aborted) {
      try {
        for await (const page of events.subscribeAll({ after, signal })) {
          after = page.position
          pages.next(page)
        }
      } catch (failure) {
        if (signal.aborted) return
        onTrouble(failure)
        await sleep(retryMs, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  const following = follow().catch(onTrouble)
  return {
    pages: pages.asObservable(),
    begins,
    async stop() {
      stopping.abort()
      await following
      pages.complete()
    },
  }
}

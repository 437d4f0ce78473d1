import { type Observable, Subscription } from 'rxjs'
import type { LivePage } from '../../stores/events/port.ts'

/**
 * What one follower has not taken yet of a live stream, bounded. A follower that falls behind by more is told so by the end of the
 * iteration: it reads what it missed from the log, and comes back.
 */
export interface LiveBuffer extends AsyncIterable<LivePage> {
  close(): void
}

export function bufferLive(pages: Observable<LivePage>, mostEvents: number, signal: AbortSignal): LiveBuffer {
  let waiting: LivePage[] = []
  let events = 0
  let ended = signal.aborted
  let wake = Promise.withResolvers<void>()
  const subscription = new Subscription()
  const end = (): void => {
    ended = true
    waiting = []
    subscription.unsubscribe()
    wake.resolve()
  }
  subscription.add(
    pages.subscribe({
      next(page) {
        events += page.events.length
        if (events > mostEvents) return end()
        waiting.push(page)
        wake.resolve()
      },
      complete: () => end(),
    }),
  )
  signal.addEventListener('abort', end, { once: true })
  if (ended) end()

  async function* taken(): AsyncGenerator<LivePage> {
    for (;;) {
      const pagesNow = waiting
      waiting = []
      events = 0
      for (const page of pagesNow) yield page
      if (ended) return
      if (waiting.length > 0) continue
      wake = Promise.withResolvers()
      await wake.promise
    }
  }
  return {
    [Symbol.asyncIterator]: taken,
    close() {
      signal.removeEventListener('abort', end)
      end()
    },
  }
}

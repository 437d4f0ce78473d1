import type { LeaseClock } from '../timing.ts'

/** A clock that only the test moves; whoever sleeps wakes when it has come so far. */
export interface HandClock extends LeaseClock {
  pass(ms: number): void
}

export function createHandClock(startMs = 0): HandClock {
  let nowMs = startMs
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>()
  return {
    monotonic: () => nowMs,
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          untilMs: nowMs + delayMs,
          wake() {
            sleepers.delete(sleeper)
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal.addEventListener('abort', sleeper.wake, { once: true })
        if (signal.aborted) sleeper.wake()
      }),
    pass(ms) {
      nowMs += ms
      for (const sleeper of sleepers) if (sleeper.untilMs <= nowMs) sleeper.wake()
    },
  }
}

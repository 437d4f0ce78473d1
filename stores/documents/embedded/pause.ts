import { setImmediate } from 'node:timers/promises'

/** How long one stretch of work may hold the event loop. */
const STRETCH_MS = 8

export interface Stretch {
  readonly over: () => boolean
  /** Lets everything else have the event loop, then begins the next stretch. */
  readonly pause: () => Promise<void>
}

export function stretch(): Stretch {
  let end = performance.now() + STRETCH_MS
  return {
    over: () => performance.now() >= end,
    pause: async () => {
      await setImmediate()
      end = performance.now() + STRETCH_MS
    },
  }
}

/** Lets readers sleep until something new is there. */
export interface WakeUp {
  /** Resolves at the next `ring`, or when the signal aborts. */
  next(signal?: AbortSignal): Promise<void>
  ring(): void
}

export function createWakeUp(): WakeUp {
  let sleepers = new Set<() => void>()
  return {
    next(signal) {
      if (signal?.aborted) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      const wake = () => {
        sleepers.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      sleepers.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
      return promise
    },
    ring() {
      const woken = sleepers
      sleepers = new Set()
      for (const wake of woken) wake()
    },
  }
}

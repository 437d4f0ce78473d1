import type { Position } from '../../stores/events/port.ts'

/** Callers waiting until a read model shows a position. */
export interface Waiters {
  wait(projection: string, position: Position, timeoutMs: number): Promise<boolean>
  reached(projection: string, position: Position): void
  /** Whether somebody waits for this position, or one before it. */
  isAwaited(projection: string, position: Position): boolean
  /** Answers everybody with false. */
  giveUp(): void
}

interface Waiter {
  readonly projection: string
  readonly position: Position
  readonly answer: (reached: boolean) => void
}

export function createWaiters(): Waiters {
  const waiting = new Set<Waiter>()
  return {
    wait(projection, position, timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const timer = setTimeout(() => waiter.answer(false), timeoutMs)
      const waiter: Waiter = {
        projection,
        position,
        answer(reached) {
          clearTimeout(timer)
          waiting.delete(waiter)
          resolve(reached)
        },
      }
      waiting.add(waiter)
      return promise
    },
    reached(projection, position) {
      for (const waiter of waiting) if (waiter.projection === projection && waiter.position <= position) waiter.answer(true)
    },
    isAwaited: (projection, position) => waiting.values().some((waiter) => waiter.projection === projection && waiter.position <= position),
    giveUp() {
      for (const waiter of waiting) waiter.answer(false)
    },
  }
}

/**
 * Places for messages on their way to other systems: so many to each, and so many in all, since whoever waits for an answer keeps one of
 * the places in which processes run.
 */
export interface Places {
  /** Whether one more may be sent there now. */
  has(to: string, most: number): boolean
  /** Keeps a place for as long as it takes. */
  keep<Result>(to: string, sending: () => Promise<Result>): Promise<Result>
}

export function createPlaces(mostInFlight = 64): Places {
  const inFlight = new Map<string, number>()
  let all = 0
  const change = (to: string, by: 1 | -1) => {
    all += by
    const left = (inFlight.get(to) ?? 0) + by
    if (left === 0) inFlight.delete(to)
    else inFlight.set(to, left)
  }
  return {
    has: (to, most) => all < mostInFlight && (inFlight.get(to) ?? 0) < most,
    async keep(to, sending) {
      change(to, 1)
      try {
        return await sending()
      } finally {
        change(to, -1)
      }
    },
  }
}

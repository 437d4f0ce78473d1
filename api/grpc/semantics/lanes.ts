/** What is written to one stream, in its order. */
export interface Lane {
  /** Lets the next one begin while this goes on. */
  run<Result>(work: () => Promise<Result>): Promise<Result>
  /** Resolves when nothing of this lane goes on any more. */
  settled(): Promise<void>
}

/**
 * Steps by the stream they write to: one begins when the one before it has begun what it does, so that appends of a stream reach the store
 * in their order without waiting for one another; a step that has to be alone awaits `settled` first.
 */
export function createLanes() {
  const lanes = new Map<string, { tail: Promise<unknown>; waiting: number; running: Set<Promise<unknown>> }>()

  return {
    async enter<Result>(stream: string, step: (lane: Lane) => Promise<Result>): Promise<Result> {
      let lane = lanes.get(stream)
      if (lane === undefined) {
        lane = { tail: Promise.resolve(), waiting: 0, running: new Set() }
        lanes.set(stream, lane)
      }
      const { running } = lane
      const leave = (): void => {
        if (lane.waiting === 0 && running.size === 0 && lanes.get(stream) === lane) lanes.delete(stream)
      }
      const own: Lane = {
        run(work) {
          const result = work()
          running.add(result)
          const end = (): void => {
            running.delete(result)
            leave()
          }
          result.then(end, end)
          return result
        },
        settled: async () => void (await Promise.allSettled(running)),
      }
      lane.waiting += 1
      const turn = lane.tail.then(() => step(own))
      lane.tail = turn.catch(() => undefined)
      try {
        return await turn
      } finally {
        lane.waiting -= 1
        leave()
      }
    },
  }
}

export type Lanes = ReturnType<typeof createLanes>

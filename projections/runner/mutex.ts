/** Runs pieces of work one after another, in the order they came. */
export interface Mutex {
  run<Result>(work: () => Promise<Result>): Promise<Result>
}

export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(work) {
      const mine = last.then(work)
      last = mine.catch(() => undefined)
      return mine
    },
  }
}

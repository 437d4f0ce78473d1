interface Call<Item, Result> {
  readonly items: readonly Item[]
  resolve(results: readonly Result[]): void
  reject(error: unknown): void
}

export interface GroupCommit<Item, Result> {
  add(items: readonly Item[]): Promise<readonly Result[]>
  /** When everything added so far has been answered. */
  idle(): Promise<void>
}

/** Gathers what is asked in one turn of the event loop and hands it over together, so that many callers share one sync. */
export function createGroupCommit<Item, Result>(
  maxItems: number,
  commit: (items: readonly Item[]) => readonly Result[],
): GroupCommit<Item, Result> {
  let waiting: Call<Item, Result>[] = []
  let idle = Promise.withResolvers<void>()
  idle.resolve()

  const take = (): Call<Item, Result>[] => {
    let calls = 0
    for (let items = 0; calls < waiting.length && items < maxItems; calls++) items += waiting[calls]!.items.length
    const group = waiting.slice(0, calls)
    waiting = waiting.slice(calls)
    return group
  }

  const run = (): void => {
    const group = take()
    try {
      const results = commit(group.flatMap(({ items }) => items))
      let answered = 0
      for (const { items, resolve } of group) {
        resolve(results.slice(answered, answered + items.length))
        answered += items.length
      }
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
    if (waiting.length > 0) setImmediate(run)
    else idle.resolve()
  }

  return {
    add(items) {
      if (waiting.length === 0) {
        idle = Promise.withResolvers<void>()
        setImmediate(run)
      }
      const { promise, resolve, reject } = Promise.withResolvers<readonly Result[]>()
      waiting.push({ items, resolve, reject })
      return promise
    },
    idle: () => idle.promise,
  }
}

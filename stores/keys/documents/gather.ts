interface Call<Item, Result> {
  readonly items: readonly Item[]
  resolve(results: readonly Result[]): void
  reject(error: unknown): void
}

/**
 * Hands on what is asked, one hand-over at a time: whatever was asked during one goes with the next, so that many callers share its round
 * trips. Each is answered with what became of its own items.
 */
export function gatherCalls<Item, Result>(
  maxItems: number,
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): (items: readonly Item[]) => Promise<readonly Result[]> {
  const waiting: Call<Item, Result>[] = []
  let running = false

  const take = (): readonly Call<Item, Result>[] => {
    let calls = 0
    for (let items = 0; calls < waiting.length && items < maxItems; calls++) items += waiting[calls]!.items.length
    return waiting.splice(0, calls)
  }

  async function run(): Promise<void> {
    running = true
    // Callers of the same turn go together.
    await Promise.resolve()
    while (waiting.length > 0) {
      const group = take()
      try {
        const results = await work(group.flatMap(({ items }) => items))
        let answered = 0
        for (const { items, resolve } of group) {
          resolve(results.slice(answered, answered + items.length))
          answered += items.length
        }
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    running = false
  }

  return (items) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Result[]>()
    waiting.push({ items, resolve, reject })
    if (!running) void run()
    return promise
  }
}

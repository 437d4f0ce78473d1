import { randomUUID } from 'node:crypto'
import type { Measured } from './observed.ts'

/** So many appends under way at once, of so many events each, each to a stream of its own. */
const appends: readonly { readonly name: Measured; readonly atOnce: number; readonly size: number; readonly appends: number }[] = [
  { name: 'append, 1 at a time', atOnce: 1, size: 1, appends: 300 },
  { name: 'append, 32 at once', atOnce: 32, size: 1, appends: 3_000 },
  { name: 'append, 256 at once', atOnce: 256, size: 1, appends: 10_000 },
  { name: 'append, 8 at once, 100 events each', atOnce: 8, size: 100, appends: 500 },
]

/** What a store, or a client, is asked. */
export interface Asked {
  append(stream: string, events: number): Promise<unknown>
  /** From the first event on. How many there are. */
  readAll(): Promise<number>
  subscribeUntilLive(events: number): Promise<unknown>
}

/** Events a second of each kind of work, one after the other. */
export async function measure({ append, readAll, subscribeUntilLive }: Asked, scale: number): Promise<ReadonlyMap<Measured, number>> {
  const rates = new Map<Measured, number>()
  for (const { name, atOnce, size, appends: wanted } of appends) {
    const count = Math.max(atOnce, Math.round(wanted * scale))
    let left = count
    const one = async (): Promise<void> => {
      for (; left > 0; ) {
        left -= 1
        await append(`order-bench.${randomUUID()}`, size)
      }
    }
    const { seconds } = await timed(() => Promise.all(Array.from({ length: atOnce }, one)))
    rates.set(name, (count * size) / seconds)
  }
  const read = await timed(readAll)
  rates.set('read all', read.result / read.seconds)
  const subscribed = await timed(() => subscribeUntilLive(read.result))
  return rates.set('subscribe until live', read.result / subscribed.seconds)
}

export async function timed<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly seconds: number }> {
  const start = performance.now()
  const result = await work()
  return { result, seconds: (performance.now() - start) / 1_000 }
}

/** Of an order's usual size. */
export const data = { lines: [{ sku: 'SKU-7', quantity: 1, unitFen: 129_900 }], remark: 'x'.repeat(400) }
export const metadata = { occurredAt: 1_700_000_000_000, actor: 'channel:tmall', commandId: 'c'.repeat(32), schemaVersion: 1 }

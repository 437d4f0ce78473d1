import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { join } from 'node:path'
import { openEmbeddedEventStore } from '../stores/events/embedded/embedded-event-store.ts'
import type { EventStore, EventToAppend } from '../stores/events/port.ts'
import type { BenchOptions, BenchResult, Figure } from './bench.ts'
import { median, scratch } from './machine.ts'

/*
 * Durable events per second, in groups of a size, each group waited for. Beside it the same bytes in the same groups, written to a file and
 * synced with nothing else done. Both take turns, so that both meet the same weather.
 */
const GROUPS = [
  { size: 1, groups: 300 },
  { size: 16, groups: 300 },
  { size: 256, groups: 120 },
  { size: 1_024, groups: 60 },
]
const ROUNDS = 7
/** Of a log filled beforehand, to open and to hold in memory. */
const FILLED = 5_000_000

export async function run({ scale, onProgress }: BenchOptions): Promise<Omit<BenchResult, 'bench' | 'machine'>> {
  const folder = scratch('append')
  const rawFile = fs.openSync(join(folder, 'raw'), 'w')
  const store = await openEmbeddedEventStore({ folder: join(folder, 'log'), now: Date.now })
  const figures: Figure[] = []
  try {
    for (const { size, groups } of GROUPS) {
      figures.push(...(await measure(store, rawFile, size, Math.max(3, Math.round(groups * scale)))))
      onProgress(`groups of ${size} measured`)
    }
    await store.close()
    figures.push(...(await measureOpening(join(folder, 'filled'), Math.round(FILLED * scale), onProgress)))
  } finally {
    fs.closeSync(rawFile)
    fs.rmSync(folder, { recursive: true })
  }
  return { figures }
}

async function measure(store: EventStore, rawFile: number, size: number, groups: number): Promise<Figure[]> {
  const hot: number[] = []
  const mixed: number[] = []
  const raw: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const batches = Array.from({ length: groups }, () => eventsOf(size))
    const hotStream = `stock-${randomUUID()}`
    let last = -1
    hot.push(
      await perSecond(size * groups, async () => {
        for (const batch of batches) {
          const result = await store.append(hotStream, batch, last < 0 ? 'no-stream' : last)
          if (result.ok) last = result.revision
        }
      }),
    )
    const before = await store.head()
    mixed.push(await perSecond(size * groups, () => appendMixed(store, batches)))
    const bytes = Buffer.alloc(Math.round(Number((await store.head()) - before) / groups), 1)
    raw.push(await perSecond(size * groups, async () => writeRaw(rawFile, bytes, groups)))
  }
  const limit = { name: 'raw write and fdatasync', value: median(raw) }
  const range = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)]
  return [
    { name: `groups of ${size}, one stream`, value: median(hot), unit: 'events/s', limit, range: range(hot) },
    { name: `groups of ${size}, new streams of up to 4 events`, value: median(mixed), unit: 'events/s', limit, range: range(mixed) },
  ]
}

/** Each group is as many appends at once as it takes, each to a stream that is not there yet. */
async function appendMixed(store: EventStore, batches: readonly (readonly EventToAppend[])[]): Promise<void> {
  for (const batch of batches) {
    const appends: Promise<unknown>[] = []
    for (let at = 0; at < batch.length; at += 4) {
      appends.push(store.append(`order-tmall.shop.${batch[at]!.id}`, batch.slice(at, at + 4), 'no-stream'))
    }
    await Promise.all(appends)
  }
}

/** From the thread pool, as any server must; the file goes on growing, as a log does. */
async function writeRaw(file: number, bytes: Buffer, groups: number): Promise<void> {
  for (let group = 0; group < groups; group += 1) {
    fs.writeSync(file, bytes)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    fs.fdatasync(file, (error) => (error ? reject(error) : resolve()))
    await promise
  }
}

async function measureOpening(folder: string, count: number, onProgress: (line: string) => void): Promise<Figure[]> {
  let store = await openEmbeddedEventStore({ folder, now: Date.now })
  global.gc?.()
  const before = process.memoryUsage().rss
  let peak = before
  const fill = await perSecond(count, async () => {
    for (let done = 0; done < count; done += 1_024) {
      await appendMixed(store, [eventsOf(1_024)])
      peak = Math.max(peak, process.memoryUsage().rss)
      if (done % 512_000 === 0) onProgress(`${done} of ${count} events filled in`)
    }
  })
  await store.close()
  const start = performance.now()
  store = await openEmbeddedEventStore({ folder, now: Date.now })
  const opening = performance.now() - start
  await store.close()
  const indexBytes = fs.statSync(join(folder, 'index.sqlite')).size
  const name = `${count.toLocaleString('en-US')} events`
  return [
    { name: `${name}, filled in groups of 1,024, new streams of 4`, value: fill, unit: 'events/s' },
    { name: `${name}, memory added while filling (peak)`, value: (peak - before) / 1_048_576, unit: 'MiB' },
    { name: `${name}, index on disk`, value: indexBytes / 1_048_576, unit: 'MiB' },
    { name: `${name}, opening`, value: opening, unit: 'ms' },
  ]
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return count / ((performance.now() - start) / 1_000)
}

const FILLER = 'x'.repeat(300)
const METADATA = Buffer.from(
  JSON.stringify({ occurredAt: 1_700_000_000_000, actor: 'channel:tmall', commandId: 'c'.repeat(32), schemaVersion: 1 }),
)

function eventsOf(count: number): EventToAppend[] {
  return Array.from({ length: count }, (_, n) => {
    const id = randomUUID()
    const data = Buffer.from(
      JSON.stringify({ orderId: id, lines: [{ sku: `SKU-${n % 97}`, quantity: 1, unitFen: 129_900 }], remark: FILLER }),
    )
    return { id, type: 'OrderPlaced', data, metadata: METADATA }
  })
}

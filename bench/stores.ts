import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import type { EventStore, EventToAppend, Position } from '../stores/events/port.ts'
import type { BenchOptions, BenchResult, Figure } from './bench.ts'
import { median, scratch } from './machine.ts'
import { type Target, targetsIn } from './stores/targets.ts'

/*
 * The same work asked of every store that can be reached, in turns, beside the embedded one: appends one after another, many at once, in
 * batches; the whole log read; a subscription from its start until it is live.
 */
const APPENDS = [
  { name: 'append, 1 at a time', atOnce: 1, size: 1, appends: 300 },
  { name: 'append, 32 at once', atOnce: 32, size: 1, appends: 3_000 },
  { name: 'append, 256 at once', atOnce: 256, size: 1, appends: 10_000 },
  { name: 'append, 8 at once, 100 events each', atOnce: 8, size: 100, appends: 500 },
] as const
const ROUNDS = 3

export async function run({ scale, onProgress }: BenchOptions): Promise<Omit<BenchResult, 'bench' | 'machine'>> {
  const folder = scratch('stores')
  const found = new Map<string, Map<string, number[]>>()
  const note = (what: string, target: string, value: number): void => {
    const of = found.get(what) ?? new Map<string, number[]>()
    found.set(what, of.set(target, [...(of.get(target) ?? []), value]))
  }
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const target of targetsIn(folder)) {
        await measure(target, scale, note)
        onProgress(`round ${round + 1}: ${target.name} measured`)
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
  return { figures: [...found].flatMap(([what, of]) => figuresOf(what, of)) }
}

function figuresOf(what: string, of: ReadonlyMap<string, readonly number[]>): readonly Figure[] {
  const beside = { name: 'embedded', value: median(of.get('embedded')!) }
  return [...of].map(([target, values]) => ({
    ...{ name: `${what}: ${target}`, value: median(values), unit: 'events/s' },
    range: [Math.min(...values), Math.max(...values)] as const,
    ...(target === 'embedded' ? {} : { limit: beside }),
  }))
}

async function measure(target: Target, scale: number, note: (what: string, target: string, value: number) => void): Promise<void> {
  const { store, close } = await target.open()
  try {
    const before = await store.head()
    let written = 0
    for (const { name, atOnce, size, appends } of APPENDS) {
      const count = Math.max(atOnce, Math.round(appends * scale))
      written += count * size
      note(name, target.name, await perSecond(count * size, () => appendAll(store, count, size, atOnce)))
    }
    note('read all', target.name, await perSecond(written, () => readAll(store, before)))
    note('subscribe until live', target.name, await perSecond(written, () => catchUp(store, before)))
  } finally {
    await close()
  }
}

async function appendAll(store: EventStore, appends: number, size: number, atOnce: number): Promise<void> {
  let left = appends
  const one = async (): Promise<void> => {
    for (; left > 0; ) {
      left -= 1
      await store.append(`order-bench.${randomUUID()}`, eventsOf(size), 'no-stream')
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

async function readAll(store: EventStore, after: Position): Promise<void> {
  for await (const _ of store.readAll({ after }));
}

async function catchUp(store: EventStore, after: Position): Promise<void> {
  for await (const page of store.subscribeAll({ after })) if (page.caughtUp) return
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return count / ((performance.now() - start) / 1_000)
}

const METADATA = Buffer.from(
  JSON.stringify({ occurredAt: 1_700_000_000_000, actor: 'channel:tmall', commandId: 'c'.repeat(32), schemaVersion: 1 }),
)
const DATA = Buffer.from(JSON.stringify({ lines: [{ sku: 'SKU-7', quantity: 1, unitFen: 129_900 }], remark: 'x'.repeat(400) }))

const eventsOf = (count: number): readonly EventToAppend[] =>
  Array.from({ length: count }, () => ({ id: randomUUID(), type: 'OrderPlaced', data: DATA, metadata: METADATA }))

import fs from 'node:fs'
import { decode } from '../domain/codec.ts'
import { stockKey, streamName } from '../domain/shared/stream-name.ts'
import type { BenchOptions, BenchResult, Figure } from './bench.ts'
import { openShop } from './hot-sku/shop.ts'
import { median, scratch } from './machine.ts'

/*
 * The first command on a stream of a million events, in milliseconds: with the snapshot the sale itself left behind, and without any.
 * Beside the latter, reading and decoding the stream alone. Opening the folder is not part of it.
 */
const EVENTS = 1_000_000
const OPEN = 1_000
const ROUNDS = 5
const AIM_MS = 100

export async function run({ scale, onProgress }: BenchOptions): Promise<Omit<BenchResult, 'bench' | 'machine'>> {
  const folder = scratch('cold-load')
  try {
    const events = await fill(folder, Math.max(10_000, Math.round(EVENTS * scale)), onProgress)
    const read: number[] = []
    const without: number[] = []
    const snapshotted: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      snapshotted.push(await firstCommandMs(folder, true))
      onProgress(`with a snapshot: ${Math.round(snapshotted.at(-1)!)} ms`)
    }
    for (let round = 0; round < 2; round += 1) {
      without.push(await firstCommandMs(folder, false))
      read.push(await readMs(folder))
      onProgress(`without: ${Math.round(without.at(-1)!)} ms`)
    }
    const figures: Figure[] = [
      figureOf(`first command on ${events} events, with a snapshot`, snapshotted, { name: 'the aim of', value: AIM_MS }),
      figureOf(`first command on ${events} events, without`, without, { name: 'reading and decoding', value: median(read) }),
    ]
    return { figures, notes: [`about ${OPEN} reservations are open, ${events} events were written by the command bus`] }
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

const figureOf = (name: string, values: readonly number[], limit: NonNullable<Figure['limit']>): Figure => ({
  name,
  value: median(values),
  unit: 'ms',
  limit,
  range: [Math.min(...values), Math.max(...values)],
})

/** A sale in which every order is cancelled a while later. */
async function fill(folder: string, events: number, onProgress: (line: string) => void): Promise<number> {
  const shop = await openShop(folder)
  await shop.receive(events)
  let written = 1
  while (written < events) {
    const reservations = await Promise.all(Array.from({ length: OPEN }, () => shop.reserve()))
    written += OPEN
    if (written >= events) break
    await Promise.all(reservations.map((id) => shop.release(id)))
    written += OPEN
    if (written % 100_000 < 2 * OPEN) onProgress(`${written} events written`)
  }
  await shop.close()
  return written
}

async function firstCommandMs(folder: string, withSnapshots: boolean): Promise<number> {
  const shop = await openShop(folder, withSnapshots)
  const began = performance.now()
  await shop.reserve()
  const took = performance.now() - began
  await shop.close()
  return took
}

async function readMs(folder: string): Promise<number> {
  const shop = await openShop(folder, false)
  const began = performance.now()
  for await (const page of shop.store.readStream(streamName('stock', stockKey('FRIDGE-510', 'QINGDAO-01')))) {
    for (const event of page) decode(event)
  }
  const took = performance.now() - began
  await shop.close()
  return took
}

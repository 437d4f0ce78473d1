import fs from 'node:fs'
import { join } from 'node:path'
import { projections } from '../projections/index.ts'
import type { StageMillis } from '../projections/runner/build-progress.ts'
import { buildView } from '../projections/runner/build-view.ts'
import { decodePage, type Routes } from '../projections/runner/fan-out.ts'
import { seeded } from '../projections/testing/seeded.ts'
import { orderLives, type Written, worldBegins } from '../projections/testing/synthetic-life.ts'
import { interleave, toAppend } from '../projections/testing/written-events.ts'
import { openEmbeddedDocuments } from '../stores/documents/embedded/embedded-document-store.ts'
import { openEmbeddedEventStore } from '../stores/events/embedded/embedded-event-store.ts'
import type { EventStore } from '../stores/events/port.ts'
import type { BenchOptions, BenchResult, Figure } from './bench.ts'
import { scratch } from './machine.ts'

/*
 * All read models rebuilt from a log of synthetic orders, persisted, beside reading the same log, and reading and decoding it, with nothing
 * else done. The log is written by the embedded store itself; the operating system has most of it in memory when it is read back.
 */
const SIZES = [1_000_000, 10_000_000]
const UNDER_WAY = 2_000

export async function run({ scale, onProgress }: BenchOptions): Promise<Omit<BenchResult, 'bench' | 'machine'>> {
  const figures: Figure[] = []
  const notes: string[] = []
  for (const size of SIZES) {
    const folder = scratch('rebuild')
    try {
      await measure(folder, Math.round(size * scale), figures, notes, onProgress)
    } finally {
      fs.rmSync(folder, { recursive: true })
    }
  }
  return { figures, notes }
}

async function measure(
  folder: string,
  count: number,
  figures: Figure[],
  notes: string[],
  onProgress: BenchOptions['onProgress'],
): Promise<void> {
  const events = await openEmbeddedEventStore({ folder: join(folder, 'log'), now: Date.now })
  const documents = await openEmbeddedDocuments({ folder: join(folder, 'documents') })
  try {
    await fill(events, count, onProgress)
    const until = await events.head()
    const named = `${count.toLocaleString('en-US')} events`
    const read = await timed(count, () => readOnly(events))
    onProgress(`${named} read: ${Math.round(read)} events/s`)
    const decoded = await timed(count, () => readAndDecode(events))
    onProgress(`${named} decoded: ${Math.round(decoded)} events/s`)
    const memory = watchMemory()
    const cpu = process.cpuUsage()
    let told = 0
    const built = await buildView({
      ...{ events, documents, projections, until, into: ({ name }) => name },
      onProgress: ({ events: done, eventsPerSecond, remainingMs }) => {
        if (done - told < 500_000) return
        told = done
        onProgress(`${done} events folded, ${eventsPerSecond}/s, ${Math.round((remainingMs ?? 0) / 1_000)} s left`)
      },
    })
    const peakMiB = memory.stop()
    const { user, system } = process.cpuUsage(cpu)
    const rate = (count * 1_000) / built.elapsedMs
    figures.push(
      {
        name: `${named}, rebuilt and persisted`,
        value: rate,
        unit: 'events/s',
        limit: { name: 'reading and decoding alone', value: decoded },
      },
      { name: `${named}, reading and decoding alone`, value: decoded, unit: 'events/s', limit: { name: 'reading alone', value: read } },
      { name: `${named}, rebuilt in`, value: built.elapsedMs / 1_000, unit: 's' },
      { name: `${named}, memory at its highest, the whole process`, value: peakMiB, unit: 'MiB' },
    )
    const megabytes = (await sizeOf(join(folder, 'log'))).toFixed(0)
    const cpuMicros = ((user + system) / count).toFixed(1)
    notes.push(`${named}: ${split(built.stages, built.elapsedMs)}; ${cpuMicros} us of processor per event; ${megabytes} MiB of log`)
  } finally {
    await events.close()
    await documents.close()
  }
}

const split = (stages: StageMillis, elapsedMs: number): string =>
  Object.entries(stages)
    .map(([stage, ms]) => `${stage} ${(ms / 1_000).toFixed(1)} s (${Math.round((100 * ms) / elapsedMs)} %)`)
    .join(', ')

async function fill(events: EventStore, count: number, onProgress: BenchOptions['onProgress']): Promise<void> {
  const pick = seeded(20_260_618)
  const world = { skus: 200, locations: 30, begins: 1_750_000_000_000 }
  function* orders() {
    for (let number = 0; ; number += 1) yield orderLives(world, number, pick)
  }
  function* everything(): Generator<Written> {
    yield* worldBegins(world)
    yield* interleave(orders(), UNDER_WAY, pick)
  }
  let appends: Promise<unknown>[] = []
  let done = 0
  for (const written of everything()) {
    appends.push(events.append(written.stream, [toAppend(written, `${done}-bench`, 1_750_000_000_000 + done)], 'any'))
    done += 1
    if (appends.length >= 4_096) {
      await Promise.all(appends)
      appends = []
    }
    if (done % 500_000 === 0) onProgress(`${done} events written`)
    if (done === count) break
  }
  await Promise.all(appends)
}

async function readOnly(events: EventStore): Promise<void> {
  for await (const page of events.readAll()) void page.events.length
}

async function readAndDecode(events: EventStore): Promise<void> {
  const types = [...new Set(projections.flatMap(({ handles }) => handles))]
  const routes: Routes = new Map(types.map((type) => [type, []]))
  for await (const page of events.readAll({ filter: { types } })) decodePage(page.events, routes)
}

async function timed(count: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (count * 1_000) / (performance.now() - start)
}

function watchMemory(): { stop(): number } {
  let peak = process.memoryUsage.rss()
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 50)
  return {
    stop() {
      clearInterval(timer)
      return Math.max(peak, process.memoryUsage.rss()) / 1_048_576
    },
  }
}

const sizeOf = async (folder: string): Promise<number> => {
  const files = await fs.promises.readdir(folder, { recursive: true, withFileTypes: true })
  return files.reduce((sum, file) => sum + (file.isFile() ? fs.statSync(join(file.parentPath, file.name)).size : 0), 0) / 1_048_576
}

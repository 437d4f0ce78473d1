import fs from 'node:fs'
import { join } from 'node:path'
import { projections } from '../projections/index.ts'
import type { StageMillis } from '../projections/runner/build-progress.ts'
import { buildView } from '../projections/runner/build-view.ts'
import { decodePage, type Routes } from '../projections/runner/fan-out.ts'
import { openEmbeddedDocuments } from '../stores/documents/embedded/embedded-document-store.ts'
import { openEmbeddedEventStore } from '../stores/events/embedded/embedded-event-store.ts'
import type { EventStore } from '../stores/events/port.ts'
import { createBuildThreads } from '../threads/build-threads.ts'
import type { BenchOptions, BenchResult, Figure } from './bench.ts'
import { scratch } from './machine.ts'
import { fill } from './rebuild/fill.ts'

/*
 * All read models rebuilt from a log of synthetic orders, persisted, beside reading the same log, and reading and decoding it in one thread,
 * with nothing else done. The log is written by the embedded store itself; the operating system has most of it in memory when it is read
 * back. Beside every rate stands the processor time an event takes, which other work on the machine disturbs less.
 */
const SIZES = [1_000_000, 10_000_000]

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
    onProgress(`${named} read: ${Math.round(read.rate)} events/s`)
    const decoded = await timed(count, () => readAndDecode(events))
    onProgress(`${named} decoded: ${Math.round(decoded.rate)} events/s`)
    const memory = watchMemory()
    let told = 0
    let stages: StageMillis | null = null
    const rebuilt = await timed(count, async () => {
      const built = await buildView({
        ...{ events, documents, projections, until, into: ({ name }) => name },
        threads: createBuildThreads(join(folder, 'log'), () => documents.lend()),
        onProgress: ({ events: done, eventsPerSecond, remainingMs }) => {
          if (done - told < 500_000) return
          told = done
          onProgress(`${done} events folded, ${eventsPerSecond}/s, ${Math.round((remainingMs ?? 0) / 1_000)} s left`)
        },
      })
      stages = built.stages
    })
    const peakMiB = memory.stop()
    const alone = { name: 'reading and decoding alone', value: decoded.rate }
    figures.push(
      { name: `${named}, rebuilt and persisted`, value: rebuilt.rate, unit: 'events/s', limit: alone },
      {
        name: `${named}, reading and decoding alone`,
        value: decoded.rate,
        unit: 'events/s',
        limit: { name: 'reading alone', value: read.rate },
      },
      { name: `${named}, rebuilt in`, value: count / rebuilt.rate, unit: 's' },
      { name: `${named}, memory at its highest, the whole process`, value: peakMiB, unit: 'MiB' },
    )
    const megabytes = (await sizeOf(join(folder, 'log'))).toFixed(0)
    const micros = [read, decoded, rebuilt].map(({ cpuMicros }) => cpuMicros.toFixed(1)).join(', ')
    notes.push(
      `${named}: ${split(stages!)}; us of processor per event reading, decoding too, rebuilding: ${micros}; ${megabytes} MiB of log`,
    )
  } finally {
    await events.close()
    await documents.close()
  }
}

/** Of the time of all threads together; a thread that waits for its turn to write does so in `write`. */
function split(stages: StageMillis): string {
  const all = Object.values(stages).reduce((sum, ms) => sum + ms, 0)
  return Object.entries(stages)
    .map(([stage, ms]) => `${stage} ${(ms / 1_000).toFixed(1)} s (${Math.round((100 * ms) / all)} %)`)
    .join(', ')
}

async function readOnly(events: EventStore): Promise<void> {
  for await (const page of events.readAll()) void page.events.length
}

async function readAndDecode(events: EventStore): Promise<void> {
  const types = [...new Set(projections.flatMap(({ handles }) => handles))]
  const routes: Routes = new Map(types.map((type) => [type, []]))
  for await (const page of events.readAll({ filter: { types } })) decodePage(page.events, routes)
}

interface Timed {
  /** Events a second. */
  readonly rate: number
  /** Of all threads, per event. */
  readonly cpuMicros: number
}

async function timed(count: number, work: () => Promise<void>): Promise<Timed> {
  const start = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { rate: (count * 1_000) / (performance.now() - start), cpuMicros: (user + system) / count }
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

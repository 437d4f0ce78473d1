import fs from 'node:fs'
import { join } from 'node:path'
import type { BenchOptions, BenchResult, Figure } from './bench.ts'
import { openHttpShop } from './hot-sku/http.ts'
import { type Postgres, startPostgres } from './hot-sku/postgres.ts'
import { openShop, type Shop, sell } from './hot-sku/shop.ts'
import { median, scratch } from './machine.ts'

/*
 * Reservations a second of one SKU at one location, every answer synced to disk, by buyers who each ask again as soon as they are answered.
 * Beside it PostgreSQL on the same disk, doing it the usual way: a conditional UPDATE of the row and an INSERT in one transaction. Both take
 * turns, so that both meet the same weather.
 */
const BUYERS = [1, 64, 1_000]
/** More buyers share a pool, as they do in any shop: a connection each would cost PostgreSQL a process each. */
const CONNECTIONS = 64
const ROUNDS = 3
const ROUND_MS = 3_000
const OPEN = 100_000

export async function run({ scale, onProgress }: BenchOptions): Promise<Omit<BenchResult, 'bench' | 'machine'>> {
  const folder = scratch('hot-sku')
  const notes: string[] = []
  const postgresFolder = join(folder, 'postgres')
  fs.mkdirSync(postgresFolder)
  fs.chmodSync(folder, 0o755)
  const postgres = await startPostgres(postgresFolder, (reason) => notes.push(reason))
  const figures: Figure[] = []
  try {
    const roundMs = Math.max(300, ROUND_MS * scale)
    figures.push(...(await compare(join(folder, 'fresh'), 0, postgres, roundMs, onProgress)))
    figures.push(...(await compare(join(folder, 'crowded'), Math.round(OPEN * Math.min(1, scale)), postgres, roundMs, onProgress)))
    figures.push(...(await throughHttp(join(folder, 'http'), roundMs, onProgress)))
  } finally {
    await postgres?.stop()
    fs.rmSync(folder, { recursive: true })
  }
  return { figures, notes }
}

/** Each round gets the same number of open reservations to begin with, and leaves more. */
async function compare(
  folder: string,
  open: number,
  postgres: Postgres | null,
  roundMs: number,
  onProgress: (line: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const buyers of BUYERS) {
    const ours: number[] = []
    const theirs: number[] = []
    const connections = Math.min(buyers, CONNECTIONS)
    const shop = await openShop(join(folder, String(buyers)))
    await shop.receive(100_000_000)
    await reserveAtOnce(shop, open)
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await sell(shop, buyers, roundMs))
      if (postgres !== null) theirs.push(await postgres.reservationsPerSecond(connections, Math.max(1, Math.round(roundMs / 1_000))))
    }
    await shop.close()
    const figure: Figure = { name: nameOf(buyers, open), value: median(ours), unit: 'reservations/s', range: rangeOf(ours) }
    figures.push(
      postgres === null ? figure : { ...figure, limit: { name: `PostgreSQL with ${connections} connections,`, value: median(theirs) } },
    )
    onProgress(`${figure.name}: ${Math.round(median(ours))}/s, PostgreSQL ${Math.round(median(theirs))}/s`)
  }
  return figures
}

/** The same through the API of a server in its own process, beside requests that ask nothing of the ledger: client and server share the machine. */
async function throughHttp(folder: string, roundMs: number, onProgress: (line: string) => void): Promise<Figure[]> {
  const shop = await openHttpShop(folder)
  const figures: Figure[] = []
  for (const buyers of BUYERS) {
    const ours: number[] = []
    const bare: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await shop.sell(buyers, roundMs))
      bare.push(await shop.nothing(buyers, roundMs))
    }
    const limit = { name: 'requests that ask nothing,', value: median(bare) }
    const figure = { name: `HTTP, ${nameOf(buyers, 0)}`, value: median(ours), unit: 'reservations/s', range: rangeOf(ours), limit }
    figures.push(figure)
    onProgress(`${figure.name}: ${Math.round(figure.value)}/s, empty requests ${Math.round(limit.value)}/s`)
  }
  await shop.close()
  return figures
}

const nameOf = (buyers: number, open: number): string =>
  `${buyers} ${buyers === 1 ? 'buyer' : 'buyers'}${open === 0 ? '' : `, ${open} reservations open`}`

async function reserveAtOnce(shop: Shop, count: number): Promise<void> {
  const AT_ONCE = 1_000
  for (let done = 0; done < count; done += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - done) }, () => shop.reserve()))
  }
}

const rangeOf = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)]

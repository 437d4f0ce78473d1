import { testDatabase } from '../../stores/documents/mongodb/testing/server.ts'
import { openRealLedger } from '../../tests/processes/testing/real-ledger.ts'
import type { BenchOptions, Figure } from '../bench.ts'
import { openShopAt } from '../hot-sku/http.ts'
import { median } from '../machine.ts'

const BUYERS = 64
const ROUNDS = 3
const ROUND_MS = 3_000

/** Reservations a second of one SKU over HTTP, through one and through four API processes that share a store of events in a process of its own. */
export async function throughApiProcesses({
  scale,
  onProgress,
}: BenchOptions): Promise<{ readonly figures: readonly Figure[]; readonly notes: readonly string[] }> {
  const server = process.env.TEST_MONGODB_URI
  if (server === undefined)
    return { figures: [], notes: ['API processes on one SKU: not measured, TEST_MONGODB_URI names no server for what they share'] }
  const ledger = await openRealLedger(testDatabase(server))
  try {
    const first = await ledger.startApi()
    const urls = [first, ...(await Promise.all([2, 3, 4].map(() => ledger.startApi())))].map(({ told }) => told.url!)
    const shops = [
      { name: 'one API process', at: await openShopAt(urls.slice(0, 1), first.told.key!, 'one'), rates: [] as number[] },
      { name: 'four API processes', at: await openShopAt(urls, first.told.key!, 'four'), rates: [] as number[] },
    ]
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { name, at, rates } of shops) {
        rates.push(await at.sell(BUYERS, Math.max(300, ROUND_MS * scale)))
        onProgress(`round ${round + 1}: ${name} measured`)
      }
    }
    for (const { at } of shops) await at.close()
    const one = median(shops[0]!.rates)
    const figures = shops.map(({ name, rates }, place) => ({
      ...{ name: `${name} on one SKU, ${BUYERS} buyers`, value: median(rates), unit: 'reservations/s' },
      range: [Math.min(...rates), Math.max(...rates)] as const,
      ...(place > 0 && { limit: { name: 'one', value: one } }),
    }))
    return { figures, notes: [] }
  } finally {
    await ledger.close()
  }
}

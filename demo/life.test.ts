import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyFolder } from '../replay/cli/verify-folder.ts'
import { type Sold, sell } from './demo.ts'
import { settingsFor } from './engine.ts'

const options = { seed: 21, orders: 160, days: 1 }
const folder = mkdtempSync(join(tmpdir(), 'ledger-life-'))
let sold: Sold

beforeAll(async () => {
  sold = await sell(options, folder, {})
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('the physical life of 160 orders', () => {
  test('comes to an end for every one of them: no process waits for anything any more', () => {
    const { ends, openProcesses } = sold.measures
    expect({ openProcesses, open: ends.open }).toEqual({ openProcesses: 0, open: 0 })
    const { exchanged = 0, parcelLost = 0 } = sold.truth.exceptionsByCause
    expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(options.orders + exchanged + parcelLost)
  })

  test('has no exception but those that were injected, each once, and is in the ledger to the last count', () => {
    expect(sold.measures.exceptionsByCause).toEqual(sold.truth.exceptionsByCause)
    expect(Object.keys(sold.truth.exceptionsByCause).length).toBeGreaterThan(4)
    expect({ differences: sold.differences, surprises: sold.answers.surprises }).toEqual({ differences: [], surprises: [] })
  })

  test('ends with the buyer, but for three of a hundred at most', () => {
    const { installed, delivered, returned, cancelled } = sold.measures.ends
    expect(installed).toBeGreaterThan(0)
    expect(returned).toBeGreaterThan(0)
    expect((installed + delivered + returned + cancelled) / options.orders).toBeGreaterThanOrEqual(0.97)
  })

  test('is told in figures: some orders are split, parcels cost something, crews come twice at times', () => {
    const { fulfilments, splitRate, parcelsPerOrder, costFenPerOrder, onTimeRate, installedOnFirstVisitRate } = sold.measures
    expect(fulfilments).toBeGreaterThan(options.orders / 2)
    expect(splitRate).toBeGreaterThan(0)
    expect(parcelsPerOrder).toBeGreaterThanOrEqual(1)
    expect(costFenPerOrder).toBeGreaterThan(1_000)
    for (const rate of [splitRate, onTimeRate, installedOnFirstVisitRate]) expect(rate).toBeLessThanOrEqual(1)
    expect(installedOnFirstVisitRate).toBeGreaterThan(0.5)
  })

  test('keeps every law of the ledger, and every read model is what the log says', { timeout: 300_000 }, async () => {
    const { ok, first, oversold } = await verifyFolder(settingsFor({ folder, seed: options.seed, environment: {} }), () => undefined)
    expect({ ok, first, oversold }).toEqual({ ok: true, first: null, oversold: 0 })
  })
})

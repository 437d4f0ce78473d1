import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Query } from '../port.ts'
import { shapeOf } from './catalogue.ts'
import type { Database } from './database.ts'
import { databaseOn, statement } from './database.ts'
import { openEmbeddedDocuments } from './embedded-document-store.ts'
import { openForReading } from './folder.ts'
import { documentsSql } from './sql.ts'
import { choose, searchOf, walksOf } from './strategy.ts'

/** The screens of an order pool: whatever is asked, SQLite seeks in an index and sorts nothing. */

const fields = [['channel'], ['channel', 'shop'], ['status'], ['hold'], ['region'], ['skus'], []]
const indexes = fields.map((leading) => ({ fields: [...leading, 'placedAt'] }))
const newestFirst = [{ field: 'placedAt', direction: 'descending' as const }]
const COUNT = 6_000

const folder = mkdtempSync(join(tmpdir(), 'ledger-plans-'))
let database: Database

beforeAll(async () => {
  const store = await openEmbeddedDocuments({ folder })
  const orders = await store.collection({ name: 'orders', indexes })
  const bodyOf = (at: number) => ({
    channel: 'jd',
    shop: `shop-${at % 2}`,
    status: at % 2 === 0 ? 'paid' : 'sent',
    hold: null,
    region: 'CN-31',
    skus: ['SKU-1', `SKU-${at}`],
    placedAt: at,
  })
  await orders.write(Array.from({ length: COUNT }, (_, at) => ({ id: `order-${at}`, position: 1n, body: bodyOf(at) })))
  await store.close()
  const file = join(folder, 'documents.db')
  database = databaseOn(file, openForReading(file), { readOnly: true })
})
afterAll(() => {
  database.connection.close()
  rmSync(folder, { recursive: true })
})

function plansOf(query: Query): readonly string[] {
  const shape = shapeOf(database, 'orders')!
  const search = searchOf({ ...query, sort: newestFirst })
  const { access, how } = choose(database, shape, search)
  expect(how).toBe('walk')
  return walksOf(shape, access, search).flatMap((walk) => {
    const { text, values } = documentsSql(shape, walk, 'd.body', ' LIMIT 100')
    const steps = statement(database, `EXPLAIN QUERY PLAN ${text}`).all(...values) as unknown as [bigint, bigint, bigint, string][]
    return steps.map(([, , , step]) => step)
  })
}

const indexed: readonly (readonly [string, NonNullable<Query['where']>, string])[] = [
  ['channel', { channel: 'jd' }, 'c0=?'],
  ['channel and shop', { channel: 'jd', shop: 'shop-1' }, 'c0=? AND c2=?'],
  ['status', { status: 'paid' }, 'c3=?'],
  ['several statuses', { status: { in: ['paid', 'sent'] } }, 'c3=?'],
  ['no hold', { hold: null }, 'c4=?'],
  ['region', { region: 'CN-31' }, 'c5=?'],
  ['SKU', { skus: 'SKU-1' }, 'k0=?'],
  ['channel and time', { channel: 'jd', placedAt: { gte: 10, lt: 5_000 } }, 'c0=?'],
  ['time alone', { placedAt: { gte: 10, lt: 5_000 } }, 'c1>?'],
]

describe.each(indexed)('orders by %s, newest first', (_, where, seek) => {
  test.each([
    ['the first page', {}],
    ['a deep page', { after: [3_000, 'order-3000'] }],
  ])('%s seeks in an index and sorts nothing', (_page, page) => {
    const plans = plansOf({ where, ...page })
    const seeks = plans.filter((step) => step.startsWith('SEARCH') && !step.startsWith('SEARCH d '))
    expect(seeks.length).toBeGreaterThan(0)
    for (const step of seeks) expect(step).toContain(seek === 'c1>?' && 'after' in page ? 'c1' : seek)
    if ('after' in page) for (const step of seeks) expect(step).toMatch(/<\(\?,\?\)|<\?/)
    expect(plans.filter((step) => /TEMP B-TREE|SCAN (documents|d)\b/.test(step))).toEqual([])
  })
})

test('a filter no index begins with still walks an index in order, from where the page begins', () => {
  const plans = plansOf({ where: { status: 'paid', shop: 'shop-0' }, after: [3_000, 'order-3000'] })
  expect(plans.some((step) => /SEARCH .*index_.*c3=\? AND \(c1,id\)<\(\?,\?\)/.test(step))).toBe(true)
  expect(plans.join()).not.toMatch(/TEMP B-TREE/)
})

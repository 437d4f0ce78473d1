import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { createCommandBus } from '../../../commands/bus/create-command-bus.ts'
import { aggregates } from '../../../domain/aggregates.ts'
import { decode } from '../../../domain/codec.ts'
import { stockKey, streamName } from '../../../domain/shared/stream-name.ts'
import { projections } from '../../../projections/index.ts'
import { orderPool } from '../../../projections/order-pool/order-pool.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import type { Child } from '../../../replay/cli/testing/child.ts'
import type { EventStore, RecordedEvent } from '../../../stores/events/port.ts'
import { ownersIn } from '../../../stores/leases/records.ts'
import { unanswered } from '../../spine/harness.ts'
import type { Client } from './client.ts'
import { everything } from './everything.ts'
import type { RealLedger } from './real-ledger.ts'

const patience = { timeout: 60_000, interval: 250 }

/** What was answered to those who sold, by order id as the ledger has it. */
export interface Sold {
  readonly placed: ReadonlySet<string>
  readonly cancelled: ReadonlySet<string>
  /** Of which the units have left; none where it is left out. */
  readonly sent?: ReadonlySet<string>
}

/** Every event of the fridge's stock in the warehouse, in order. */
export async function stockEvents(events: EventStore) {
  const found: RecordedEvent[] = []
  for await (const page of events.readStream(streamName('stock', stockKey('fridge', 'HZ')))) found.push(...page)
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every kind
  return found.map((event) => decode(event) as { type: string; position: bigint; revision: number; data: any })
}

/** Units promised to each order, as the log says; an order that was promised a unit twice, or gave back what it had not, is named. */
async function promised(events: EventStore): Promise<{ readonly units: ReadonlyMap<string, number>; readonly twice: readonly string[] }> {
  const units = new Map<string, number>()
  const twice: string[] = []
  for (const { type, data } of await stockEvents(events)) {
    if (type !== 'StockReserved' && type !== 'ReservationReleased') continue
    const now = (units.get(data.orderId) ?? 0) + (type === 'StockReserved' ? data.quantity : -data.quantity)
    if (now < 0 || now > 1) twice.push(data.orderId)
    units.set(data.orderId, now)
  }
  return { units, twice }
}

const livingOrders = ({ placed, cancelled }: Sold): string[] => [...placed].filter((orderId) => !cancelled.has(orderId)).sort()

async function pooled({ documents }: RealLedger): Promise<string[]> {
  const ids: string[] = []
  const model = await openReadModel(documents, orderPool)
  for await (const page of model?.collection.scan() ?? []) for (const { id, body } of page) if (body !== null) ids.push(id)
  return ids.sort()
}

/** Read models that do not show all there is, and processes that wait for an answer. */
async function unfinished({ events, documents }: RealLedger): Promise<readonly string[]> {
  const head = await events.head()
  const behind: string[] = []
  for (const projection of projections)
    if (((await openReadModel(documents, projection))?.position ?? 0n) < head) behind.push(projection.name)
  if (behind.length > 0) return behind
  return unanswered(events, createCommandBus({ store: events, aggregates, sharedStore: true }))
}

const withUnits = async ({ events }: RealLedger): Promise<string[]> =>
  [...(await promised(events)).units].flatMap(([orderId, units]) => (units > 0 ? [orderId] : [])).sort()

/** Whether everything that was answered is done and can be read. */
export const isAtRest = async (ledger: RealLedger, sold: Sold): Promise<boolean> =>
  isDeepStrictEqual(await withUnits(ledger), livingOrders(sold)) && (await unfinished(ledger)).length === 0

/**
 * Everything that was answered is done and can be read, once and not twice, and all of it is true: by the log, by the command line, and by
 * whom each process says it is owned.
 */
export async function expectDone(ledger: RealLedger, client: Client, sold: Sold, workers: readonly Child[]): Promise<void> {
  await expect.poll(() => withUnits(ledger), patience).toEqual(livingOrders(sold))
  await expect.poll(() => unfinished(ledger), patience).toEqual([])
  expect((await promised(ledger.events)).twice).toEqual([])
  expect(await pooled(ledger)).toEqual([...sold.placed].sort())
  const stock = (await client.get('/v1/stock/fridge')).body.locations[0]
  expect(stock.reserved).toBe(livingOrders(sold).filter((orderId) => !sold.sent?.has(orderId)).length)
  await expectOwners(ledger, client, workers)
  const { code, answer } = await ledger.run('verify')
  expect(code, JSON.stringify(answer)).toBe(0)
  expect(answer).toMatchObject({ ok: true, differences: 0, oversold: 0 })
}

/** Command line, status and metrics name one living worker for each read model and process. */
async function expectOwners(ledger: RealLedger, client: Client, workers: readonly Child[]): Promise<void> {
  const living = new Set(workers.map(({ pid }) => String(pid)))
  const pidOf = (owner: string | null) => owner?.split('/')[1] ?? 'nobody'
  const strangers = async () =>
    [...(await ownersIn(ledger.documents))].filter(([, { owner }]) => !living.has(pidOf(owner))).map(([resource]) => resource)
  await expect.poll(strangers, patience).toEqual([])
  const { answer } = await ledger.run('status')
  const status = (await client.get('/v1/status')).body
  const metrics = String((await client.get('/metrics')).body)
  const measured = [...metrics.matchAll(/^ledger_lease_epoch\{resource="([^"]+)",owner="([^"]+)"\}/gm)]
  const named: readonly (readonly [string, string])[][] = [
    ...[answer.owners, status.owners].map((owners: { resource: string; owner: string }[]) =>
      owners.map(({ resource, owner }) => [resource, owner] as const),
    ),
    measured.map(([, resource, owner]) => [resource!, owner!] as const),
  ]
  for (const owners of named) {
    expect(owners).toHaveLength(everything)
    expect(owners.filter(([, owner]) => !living.has(pidOf(owner)))).toEqual([])
  }
}

import { join } from 'node:path'
import { createCommandBus } from '../../commands/bus/create-command-bus.ts'
import type { Asking, CommandBus } from '../../commands/command-bus.ts'
import { createDocumentSnapshots } from '../../commands/snapshots/document-snapshots.ts'
import { asAggregate } from '../../domain/shared/aggregate.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import { openEmbeddedDocuments } from '../../stores/documents/embedded/embedded-document-store.ts'
import { openEmbeddedEventStore } from '../../stores/events/embedded/embedded-event-store.ts'
import type { EventStore } from '../../stores/events/port.ts'

/** One SKU at one location, on the embedded stores, every answer durable. */
export interface Shop {
  readonly bus: CommandBus
  readonly store: EventStore
  receive(units: number): Promise<void>
  /** One unit for one new order. Says which reservation it is. */
  reserve(): Promise<string>
  release(reservationId: string): Promise<void>
  close(): Promise<void>
}

const facts = {
  sku: 'FRIDGE-510',
  location: 'QINGDAO-01',
  regionPath: ['370000', '370200', '370212'],
  category: 'refrigerator',
  brand: 'Haier',
}
const SALE_BEGAN = 1_764_000_000_000
/** The most one receipt may bring. */
const RECEIPT_UNITS = 1_000_000

export async function openShop(folder: string, withSnapshots = true): Promise<Shop> {
  const store = await openEmbeddedEventStore({ folder: join(folder, 'log'), now: Date.now })
  const documents = await openEmbeddedDocuments({ folder: join(folder, 'documents') })
  const aggregates = [asAggregate(stockAggregate)]
  const alone = { store, aggregates, sharedStore: false }
  const bus = createCommandBus(withSnapshots ? { ...alone, snapshots: await createDocumentSnapshots(documents) } : alone)
  // A folder opened again goes on under new ids, at later instants: positions grow faster than what is asked.
  const from = Number(await store.head())
  let asked = 0

  const ask = async (type: string, data: object): Promise<void> => {
    asked += 1
    const answer = await bus.ask({ type, data: { ...facts, ...data } }, asking(`${from}/${asked}`))
    if (!answer.accepted) throw new Error(`${type} was refused: ${answer.code}`)
  }
  return {
    bus,
    store,
    async receive(units) {
      for (let left = units; left > 0; left -= RECEIPT_UNITS) {
        const documentId = `delivery ${from}/${asked}`
        await ask('ReceiveStock', { documentId, askedAt: SALE_BEGAN, quantity: Math.min(left, RECEIPT_UNITS) })
      }
    },
    async reserve() {
      const orderId = `taobao.flagship.${4_012_345_678_901_000 + from}${asked}`
      const reservationId = `${orderId}/1/0`
      const reservations = [{ reservationId, lineId: '1', quantity: 1 }]
      await ask('ReserveStock', { orderId, channel: 'taobao', reservations, askedAt: SALE_BEGAN + from + asked })
      return reservationId
    },
    release: (reservationId) => ask('ReleaseReservation', { reservationId, keep: 0, reason: 'cancelled' }),
    async close() {
      await bus.close()
      await documents.close()
      await store.close()
    },
  }
}

const asking = (commandId: string): Asking => ({
  commandId,
  actor: 'process:order',
  occurredAt: SALE_BEGAN,
  correlationId: `taobao.flagship.${commandId}`,
  causationId: `order.${commandId}`,
})

/** So many buyers, each asking again as soon as it is answered. Reservations a second. */
export async function sell(shop: Shop, buyers: number, durationMs: number): Promise<number> {
  const began = performance.now()
  let sold = 0
  await Promise.all(
    Array.from({ length: buyers }, async () => {
      while (performance.now() - began < durationMs) {
        await shop.reserve()
        sold += 1
      }
    }),
  )
  return (sold * 1_000) / (performance.now() - began)
}

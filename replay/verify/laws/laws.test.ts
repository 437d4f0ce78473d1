import { describe, expect, test } from 'vitest'
import { availabilityLaw } from './availability.ts'
import { installationLaw } from './installation.ts'
import type { Breach, Law, RawEvent, Shown } from './law.ts'
import { moneyLaw } from './money.ts'
import { reservationLaw } from './reservation.ts'
import { slotLaw } from './slot.ts'
import { stockLaw } from './stock.ts'
import { transitLaw } from './transit.ts'

let position = 0n
const at = (stream: string, type: string, data: object): RawEvent => ({ type, stream, position: ++position, data })
const stock = (type: string, data: object) => at('stock-fridge@HZ', type, { sku: 'fridge', location: 'HZ', ...data })

const cell = { key: 'fridge@HZ', onHand: 0, damaged: 0, refurbish: 0, scrap: 0, reserved: 0, inTransit: 0 }
function shown(
  cells: readonly Partial<typeof cell>[],
  orders: readonly { orderId: string; capturedFen: number; refundCommittedFen: number }[] = [],
): Shown {
  return {
    async *stock() {
      yield* cells.map((each) => ({ ...cell, ...each }))
    },
    async *orders() {
      yield* orders
    },
  }
}

async function breaches(law: Law, events: readonly RawEvent[], shows: Shown): Promise<readonly Breach[]> {
  for (const event of events) if (law.types.includes(event.type)) law.see(event)
  return Array.fromAsync(law.breaches(shows))
}

const movements = [
  stock('StockReceived', { quantity: 10 }),
  stock('StockReserved', { quantity: 3, reservationId: 'r1', orderId: 'o1' }),
  stock('StockIssued', { quantity: 2, reservationId: 'r1', orderId: 'o1' }),
  stock('StockReturned', { quantity: 1, condition: 'damaged' }),
  stock('StockDamaged', { quantity: 1 }),
  stock('StockScrapped', { quantity: 1 }),
  stock('StockAdjusted', { difference: -1 }),
  stock('StockCounted', { difference: 2 }),
  stock('TransferDispatched', { quantity: 2, to: 'NB' }),
]

describe('the law of units at a location', () => {
  test('holds when the map shows what was moved', async () => {
    expect(await breaches(stockLaw(), movements, shown([{ onHand: 6, damaged: 1, reserved: 1 }]))).toEqual([])
  })

  test('names the place and both sides when it shows something else', async () => {
    const [breach] = await breaches(stockLaw(), movements, shown([{ onHand: 7, damaged: 1, reserved: 1 }]))
    expect(breach).toMatchObject({ where: 'fridge@HZ', says: 'on hand + damaged', counted: 7, shown: 8 })
  })

  test('misses a place the map does not show', async () => {
    expect(await breaches(stockLaw(), movements, shown([]))).toMatchObject([{ where: 'fridge@HZ', shown: 'no' }])
  })
})

describe('the law of slots', () => {
  const slot = { provider: 'P1', slot: 'morning', offeredFor: null }
  const day = (type: string, data: object) => at('capacity-310115@2026%2D11%2D28', type, { ...slot, ...data })
  const offered = (bookable: number, change: object = {}) => day('CapacityOffered', { bookable, ...change })
  const visit = (type: string, appointmentId: string, change: object = {}) => day(type, { appointmentId, booking: 1, ...change })
  const told = async (...events: readonly RawEvent[]) => (await breaches(slotLaw(), events, shown([]))).map(({ says }) => says)

  test('holds while no more is booked than may be, and what was released is booked again', async () => {
    const life = [offered(1), visit('SlotHeld', 'A'), visit('SlotReleased', 'A'), visit('SlotHeld', 'B'), visit('SlotConsumed', 'B')]
    expect(await told(...life, offered(2), visit('SlotHeld', 'C'))).toEqual([])
  })

  test('is broken by a visit too many, a used up one counted, and by an offer below what is taken', async () => {
    const tooMany = ['visits booked are no more than may be']
    expect(await told(offered(1), visit('SlotHeld', 'A'), visit('SlotHeld', 'B'))).toEqual(tooMany)
    expect(await told(offered(1), visit('SlotHeld', 'A'), visit('SlotConsumed', 'A'), visit('SlotHeld', 'B'))).toEqual(tooMany)
    expect(await told(offered(1), visit('SlotHeld', 'A'), offered(0))).toEqual(tooMany)
    expect(await told(offered(1), visit('SlotHeld', 'A', { slot: 'evening' }))).toEqual(tooMany)
    expect(await told(offered(1, { offeredFor: 'fridge' }), visit('SlotHeld', 'A'))).toEqual(tooMany)
  })

  test('is broken by a booking that is made or ends twice', async () => {
    expect(await told(offered(2), visit('SlotHeld', 'A'), visit('SlotHeld', 'A'))).toEqual(['a booking is made once'])
    const ends = ['what ends was booked in this slot, and ends once']
    expect(await told(offered(2), visit('SlotHeld', 'A'), visit('SlotReleased', 'A'), visit('SlotConsumed', 'A'))).toEqual(ends)
    expect(await told(offered(2), visit('SlotHeld', 'A'), visit('SlotReleased', 'A', { booking: 2 }))).toEqual(ends)
  })

  test('names the slot and both sides', async () => {
    const [first] = await breaches(slotLaw(), [offered(0), visit('SlotHeld', 'A')], shown([]))
    expect(first).toMatchObject({ where: 'capacity-310115@2026%2D11%2D28 P1 morning any', counted: 1, shown: 0 })
  })
})

describe('the law of availability', () => {
  const left = (type: string, before: number, after: number, data: object) =>
    stock(type, { ...data, availableToPromise: { before, after } })
  const received = left('StockReceived', 0, 10, { quantity: 10 })
  const keptBack = left('SafetyStockSet', 10, 6, { safetyStock: 4 })
  const reserved = left('StockReserved', 6, 0, { quantity: 7 })
  const counted = left('StockCounted', 0, 2, { difference: 3 })

  test('holds when each event begins where the last ended, and ends where the units say', async () => {
    expect(await breaches(availabilityLaw(), [received, keptBack, reserved, counted], shown([]))).toEqual([])
  })

  test('names the event that says something else', async () => {
    const wrong = left('StockReserved', 6, 1, { quantity: 7 })
    const [breach, ...others] = await breaches(availabilityLaw(), [received, keptBack, wrong], shown([]))
    expect(breach).toMatchObject({ where: 'stock-fridge@HZ', counted: 0, shown: 1, position: String(wrong.position) })
    expect(others).toEqual([])
    expect(await breaches(availabilityLaw(), [received, reserved], shown([]))).toMatchObject([{ says: 'available before the event' }, {}])
  })
})

describe('the law of units between locations', () => {
  const dispatched = stock('TransferDispatched', { quantity: 5, to: 'NB' })
  const received = at('stock-fridge@NB', 'TransferReceived', { quantity: 2 })
  const lost = at('stock-fridge@NB', 'TransferLost', { quantity: 1 })

  test('counts them at the place they go to', async () => {
    expect(await breaches(transitLaw(), [dispatched, received, lost], shown([{}, { key: 'fridge@NB', inTransit: 2 }]))).toEqual([])
    expect(await breaches(transitLaw(), [dispatched, received, lost], shown([{}, { key: 'fridge@NB', inTransit: 3 }]))).toHaveLength(1)
  })
})

describe('the law of promises', () => {
  test('counts units promised beyond what was there', async () => {
    const law = reservationLaw(0n)
    const events = [
      stock('StockReceived', { quantity: 1 }),
      stock('StockReserved', { quantity: 1, reservationId: 'a', orderId: 'o' }),
      stock('StockReserved', { quantity: 1, reservationId: 'b', orderId: 'p' }),
    ]
    expect(await breaches(law, events, shown([]))).toMatchObject([{ counted: 1 }])
    expect(law.oversold).toBe(1)
  })

  test('ends each once', async () => {
    const events = [
      stock('StockReceived', { quantity: 5 }),
      stock('StockReserved', { quantity: 1, reservationId: 'a', orderId: 'o' }),
      stock('ReservationReleased', { quantity: 1, reservationId: 'a', orderId: 'o' }),
      stock('StockIssued', { quantity: 1, reservationId: 'a', orderId: 'o' }),
    ]
    expect(await breaches(reservationLaw(0n), events, shown([]))).toMatchObject([
      { says: expect.stringContaining('no more than promised') },
    ])
  })

  test('leaves none with an order that is over, once the processes have seen its end', async () => {
    const reserved = [stock('StockReceived', { quantity: 1 }), stock('StockReserved', { quantity: 1, reservationId: 'a', orderId: 'o' })]
    const over = at('order-o', 'OrderCancelled', { orderId: 'o' })
    expect(await breaches(reservationLaw(over.position - 1n), [...reserved, over], shown([]))).toEqual([])
    expect(await breaches(reservationLaw(over.position), [...reserved, over], shown([]))).toMatchObject([{ counted: 1 }])
  })

  test('leaves those of work that another system has until it gives it up', async () => {
    const of = { orderId: 'o', fulfilmentId: 'f' }
    const reserved = [stock('StockReceived', { quantity: 1 }), stock('StockReserved', { quantity: 1, reservationId: 'a', orderId: 'o' })]
    const handedOver = at('fulfilment-f', 'FulfilmentHandedOver', of)
    const over = at('order-o', 'OrderCancelled', { orderId: 'o' })
    const ended = at('fulfilment-f', 'FulfilmentCancelled', of)
    expect(await breaches(reservationLaw(over.position), [...reserved, handedOver, over], shown([]))).toEqual([])
    expect(await breaches(reservationLaw(over.position), [...reserved, handedOver, over, ended], shown([]))).toMatchObject([{ counted: 1 }])
  })
})

describe('the law of money', () => {
  const captured = at('order-o', 'PaymentCaptured', { orderId: 'o', amountFen: 1_000 })
  const refunded = at('order-o', 'RefundCommitted', { orderId: 'o', buyerFen: 300, freightFen: 100, otherFen: 0 })

  test('captured = kept + refunded', async () => {
    expect(
      await breaches(moneyLaw(), [captured, refunded], shown([], [{ orderId: 'o', capturedFen: 1_000, refundCommittedFen: 400 }])),
    ).toEqual([])
    expect(
      await breaches(moneyLaw(), [captured, refunded], shown([], [{ orderId: 'o', capturedFen: 1_000, refundCommittedFen: 399 }])),
    ).toHaveLength(1)
  })

  test('nothing refunded that was not captured', async () => {
    expect(await breaches(moneyLaw(), [refunded], shown([]))).toMatchObject([{ counted: 400, shown: 0 }])
  })
})

describe('the law of installations', () => {
  const card = (type: string) => at('installation-i', type, { installationId: 'i' })
  const order = (type: string, more: object = {}) => at('order-o', type, { orderId: 'o', installationId: 'i', ...more })
  const judged = (...events: readonly RawEvent[]) => breaches(installationLaw(), events, shown([]))

  test('an order ends what it awaited, as the card did, and once', async () => {
    const installed = [order('InstallationExpected'), card('InstallationCompleted'), order('InstallationEnded', { outcome: 'installed' })]
    expect(await judged(...installed)).toEqual([])
    expect(await judged(...installed, order('InstallationEnded', { outcome: 'installed' }))).toMatchObject([
      { says: expect.stringContaining('once') },
    ])
  })

  test('an order is not told before the card says so, nor something else', async () => {
    const early = [order('InstallationExpected'), order('InstallationEnded', { outcome: 'installed' }), card('InstallationCompleted')]
    expect(await judged(...early)).toMatchObject([{ where: 'i', counted: 'open', shown: 'installed' }])
    const other = [order('InstallationExpected'), card('InstallationCancelled'), order('InstallationEnded', { outcome: 'installed' })]
    expect(await judged(...other)).toMatchObject([{ counted: 'cancelled', shown: 'installed' }])
  })

  test('a card ends once', async () => {
    expect(await judged(card('InstallationCancelled'), card('InstallationCompleted'))).toMatchObject([{ says: 'a card ends once' }])
  })
})

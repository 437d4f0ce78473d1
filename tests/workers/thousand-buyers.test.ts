import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Answer } from '../../commands/command-bus.ts'
import { decode } from '../../domain/codec.ts'
import { stockKey, streamName } from '../../domain/shared/stream-name.ts'
import { seeded } from '../../projections/testing/seeded.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { ask, openShop, place, receive, releasing, reserving, stockOf } from './shop.ts'
import { openShared, type Shared, type TestWorker } from './world.ts'

const buyers = 1_000
const units = 100
const stream = streamName('stock', stockKey('fridge', 'HZ'))
let shared: Shared
const open: TestWorker[] = []
beforeEach(async () => {
  shared = await openShared()
})
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
  await shared.close()
})

/** As over a network: every answer takes a while, each another one. */
function distant(events: EventStore, seed: number): EventStore {
  const pick = seeded(seed)
  const travel = () => sleep(pick(3))
  return {
    ...events,
    async append(...append) {
      await travel()
      const appended = await events.append(...append)
      await travel()
      return appended
    },
    async *readStream(...read) {
      await travel()
      yield* events.readStream(...read)
    },
  }
}

interface Refusal {
  readonly buyer: number
  readonly askedAt: bigint
  readonly answeredAt: bigint
}

/** What was free after each event of the stock, by position. */
async function freeAfter(): Promise<readonly { readonly position: bigint; readonly free: number }[]> {
  const told: { position: bigint; free: number }[] = []
  for await (const page of shared.events.readStream(stream)) {
    for (const event of page.map(decode)) {
      const { availableToPromise } = event.data as { availableToPromise: { after: number } }
      told.push({ position: event.position, free: availableToPromise.after })
    }
  }
  return told
}

test('of a thousand buyers over four API processes, while a fifth releases and restocks, as many get one as there are; none is refused while one is free', async () => {
  const processes: TestWorker[] = []
  for (let each = 0; each < 5; each += 1) processes.push(await shared.open({ role: 'api', events: distant(shared.events, each + 1) }))
  open.push(...processes)
  const fifth = processes[4]!.ledger
  await openShop(fifth, 40)
  const refusals: Refusal[] = []
  const has = new Map<number, string>()
  let times = 0

  async function buy(buyer: number): Promise<Answer> {
    const { ledger } = processes[buyer % 4]!
    const askedAt = await shared.events.head()
    const answer = await ask(ledger, 'ReserveStock', reserving(`b${buyer}`), `buy-${buyer}`)
    if (answer.accepted) has.set(buyer, `b${buyer}`)
    else {
      expect(answer.code).toBe('INSUFFICIENT_STOCK')
      refusals.push({ buyer, askedAt, answeredAt: await shared.events.head() })
    }
    return answer
  }

  /** Sixty more units, ten at a time, and as often one that was promised is free again. */
  async function changeStock(): Promise<void> {
    for (let change = 0; change < 6; change += 1) {
      await sleep(15)
      const received = await receive(fifth, 10, `more-${change}`)
      expect(received.accepted).toBe(true)
      const [buyer, reservationId] = [...has].at(change * 3) ?? []
      if (buyer === undefined || reservationId === undefined) continue
      const released = await ask(fifth, 'ReleaseReservation', releasing(reservationId), `release-${change}`)
      expect(released.accepted).toBe(true)
      has.delete(buyer)
      times += 1
    }
  }

  const changed = changeStock()
  let isOver = false
  const over = () => {
    isOver = true
  }
  changed.then(over, over)
  const everyone = Array.from({ length: buyers }, (_, buyer) => buyer)
  const gave = new Set<number>()
  while (!isOver) {
    await sleep(1)
    await Promise.all(everyone.filter((buyer) => !gave.has(buyer)).map(async (buyer) => (await buy(buyer)).accepted && gave.add(buyer)))
  }
  await changed
  await Promise.all(everyone.filter((buyer) => !gave.has(buyer)).map(async (buyer) => (await buy(buyer)).accepted && gave.add(buyer)))

  expect(times).toBeGreaterThan(3)
  expect(await stockOf(fifth)).toMatchObject({ onHand: units, reserved: units })
  expect(has.size).toBe(units)
  expect(refusals.length).toBeGreaterThan(buyers)
  const free = await freeAfter()
  for (const { buyer, askedAt, answeredAt } of refusals) {
    const until = free.findLastIndex(({ position }) => position <= answeredAt)
    const from = free.findLastIndex(({ position }) => position <= askedAt)
    expect(
      free.slice(from, until + 1).some((at) => at.free === 0),
      `buyer ${buyer} was refused while units were free`,
    ).toBe(true)
  }
  const repeated = await Promise.all(
    [...gave].slice(0, 50).map((buyer) => ask(processes[(buyer + 1) % 4]!.ledger, 'ReserveStock', reserving(`b${buyer}`), `buy-${buyer}`)),
  )
  expect(repeated.every((answer) => answer.accepted && answer.repeated)).toBe(true)
})

test('a command repeated to another process is a repeat though that one filled in another instant, and is refused when it says something else', async () => {
  const [one, two] = [await shared.open({ role: 'api' }), await shared.open({ role: 'api' })]
  open.push(one, two)
  await openShop(one.ledger, 5)
  const keep = (setAt: number, safetyStock: number) => ({ ...place, safetyStock, setAt })
  const said = { sku: 'fridge', location: 'HZ', safetyStock: 2 }
  const first = await ask(one.ledger, 'SetSafetyStock', keep(1, 2), 'keep-two', said)
  expect(first).toMatchObject({ accepted: true, repeated: false })
  const again = await ask(two.ledger, 'SetSafetyStock', keep(2, 2), 'keep-two', said)
  expect(again).toMatchObject({ accepted: true, repeated: true, position: (first as { position: bigint }).position })
  expect(await ask(two.ledger, 'SetSafetyStock', keep(2, 3), 'keep-two', { ...said, safetyStock: 3 })).toMatchObject({
    code: 'COMMAND_DIFFERS',
  })
})

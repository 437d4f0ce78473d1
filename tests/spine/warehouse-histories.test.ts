import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { fulfilmentAggregate } from '../../domain/fulfilment/fulfilment.ts'
import { isOpen } from '../../domain/fulfilment/phase.ts'
import type { Fulfilment } from '../../domain/fulfilment/state.ts'
import { orderAggregate } from '../../domain/order/order.ts'
import { notCancelledAlone } from '../../domain/order/state.ts'
import { stockKey } from '../../domain/shared/stream-name.ts'
import { promised } from '../../domain/stock/state.ts'
import { stockAggregate } from '../../domain/stock/stock.ts'
import { environment } from '../seed/environment.ts'
import { runs } from '../seed/runs.ts'
import { confirmOf, lackOf, type Mood, progressOf } from '../wms/simulator.ts'
import { code, openWarehouse, type Warehouse } from '../wms/warehouse.ts'
import { minuteMs } from './harness.ts'

vi.setConfig({ testTimeout: 600_000 })

type Step =
  | { readonly do: 'send'; readonly order: number; readonly parcel: number; readonly type: '0' | '1' }
  | { readonly do: 'say'; readonly order: number; readonly status: string }
  | { readonly do: 'lack' | 'cancel' | 'cut' | 'reject'; readonly order: number }
  | { readonly do: 'feel'; readonly method: string; readonly mood: Mood }
  | { readonly do: 'again'; readonly back: number }
  | { readonly do: 'pass'; readonly minutes: number }

const order = fc.integer({ min: 1, max: 3 })
const stepWith = (lastParcel: number): fc.Arbitrary<Step> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('send' as const),
        order,
        parcel: fc.nat({ max: lastParcel }),
        type: fc.constantFrom('0' as const, '1' as const, '1' as const),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('say' as const),
        order,
        status: fc.constantFrom('PICK', 'CANCELED', 'REJECT', 'CANCELEDFAIL'),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constantFrom('lack' as const, 'cancel' as const, 'cut' as const, 'reject' as const), order }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('feel' as const),
        method: fc.constantFrom('deliveryorder.create', 'order.cancel'),
        mood: fc.constantFrom<Mood>('die', 'dieAfter', 'garbage', 'broken', 'refuse:E1'),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('again' as const), back: fc.nat({ max: 5 }) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 15, 60) }) },
  )

const quantity = 3
const stocked = 50

/** Each parcel of an order has one unit in it, whoever tells of it and however often. */
async function perform(here: Warehouse, steps: readonly Step[]): Promise<void> {
  const told: (readonly [string, string])[] = []
  const tell = async (method: string, body: string) => {
    told.push([method, body])
    expect(await here.say(method, body)).toMatchObject({ status: 200, flag: 'success' })
  }
  for (const [place, each] of steps.entries()) {
    if (each.do === 'pass') await here.pass(each.minutes * minuteMs)
    else if (each.do === 'feel') here.wms.feels(each.method, each.mood)
    else if (each.do === 'again') {
      const before = told[told.length - 1 - each.back]
      if (before !== undefined) await tell(...before)
    } else {
      const id = String(each.order)
      // The last name it was given to the warehouse under.
      const name = [3, 2, 1].map((attempt) => code(id, attempt)).find((each) => here.wms.orders.has(each)) ?? code(id)
      const known = here.wms.orders.get(name)
      if (each.do === 'send') {
        if (known === undefined || known.state === 'cancelled') continue
        known.state = 'sent'
        const parcels = [{ waybill: `SF-${name}-${each.parcel}`, items: [{ sku: 'fridge', quantity: 1 }] }]
        await tell('deliveryorder.confirm', confirmOf(name, { number: `C${name}-${each.parcel}-${each.type}`, type: each.type, parcels }))
      } else if (each.do === 'say') await tell('orderprocess.report', progressOf(name, each.status))
      else if (each.do === 'lack') await tell('itemlack.report', lackOf(name, `L${place}`, 'fridge', 1))
      else if (each.do === 'cancel') await here.cancel(id)
      else if (each.do === 'cut') await here.ask('CancelLine', { orderId: `app.s1.${id}`, lineId: '1', quantity: 1, reason: 'refunded' })
      else await here.ask('RejectFulfilment', { fulfilmentId: `${name}@HZ`, reason: 'by hand' })
      await here.drain()
    }
  }
}

async function worksOf(here: Warehouse, id: string, location: string): Promise<readonly Readonly<Fulfilment>[]> {
  const works: Readonly<Fulfilment>[] = []
  for (let attempt = 1; ; attempt++) {
    const work = await here.ledger.bus.look(fulfilmentAggregate, `${code(id, attempt)}@${location}`)
    if (work === null || work.request === null) return works
    works.push(work)
  }
}

/** However it went: each unit is in one place, and every promise has a reason. */
async function check(here: Warehouse): Promise<void> {
  const stocks = await Promise.all(['HZ', 'SH'].map((location) => here.ledger.bus.look(stockAggregate, stockKey('fridge', location))))
  let left = [0, 0]
  for (const id of ['1', '2', '3']) {
    const orderId = `app.s1.${id}`
    const state = (await here.ledger.bus.look(orderAggregate, orderId))!
    const works = await Promise.all(['HZ', 'SH'].map((location) => worksOf(here, id, location)))
    const dispatched = works.map((of) => of.reduce((sum, { units }) => sum + units.dispatched, 0))
    left = left.map((sum, place) => sum + dispatched[place]!)
    const held = stocks.flatMap((stock) => [...(stock?.open ?? [])]).filter(([reservationId]) => reservationId.startsWith(`${orderId}/`))
    const reserved = held.reduce((sum, [, open]) => sum + promised(open), 0)
    const wanted = notCancelledAlone(state.lines.get('1')!)
    const undecided = works.flat().filter((work) => isOpen(work) && work.handedOver && (work.callOff !== null || work.units.dispatched > 0))
    const gone = dispatched[0]! + dispatched[1]!
    const says = JSON.stringify({ id, phase: state.phase, wanted, gone, reserved, undecided: undecided.length })
    expect(gone, says).toBeLessThanOrEqual(quantity)
    if (undecided.length > 0) continue
    if (state.phase === 'cancelled') expect(reserved, says).toBe(0)
    else expect(reserved + gone, says).toBe(Math.max(wanted, gone))
  }
  expect(stocks.map((stock) => stock?.onHand ?? 0)).toEqual(left.map((units) => stocked - units))
}

async function leavesEverythingInPlace(steps: readonly Step[], isMerged: boolean): Promise<void> {
  const here = await openWarehouse()
  try {
    await here.define({ locations: ['HZ', 'SH'] })
    await here.connect({ retryFirstMs: minuteMs, retryLongestMs: 8 * minuteMs, refusalsTaken: 2, lackSettlesAfterMs: 10 * minuteMs })
    if (isMerged) await here.publish('audit', { rules: [together] })
    await here.receive('fridge', 'HZ', stocked)
    await here.receive('fridge', 'SH', stocked)
    for (const id of ['1', '2', '3']) await here.order(id, quantity)
    if (isMerged) await here.pass(10 * minuteMs)
    await perform(here, steps)
    for (let hour = 0; hour < 6; hour++) await here.pass(60 * minuteMs)
    await check(here)
  } finally {
    await here.close()
  }
}

const together = { id: 'together', when: { test: 'all', of: [] }, outcome: { do: 'merge', forMs: 10 * minuteMs } }

async function whateverHappens(steps: fc.Arbitrary<Step>, isMerged: boolean): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 25 }), (history) => leavesEverythingInPlace(history, isMerged)),
    { numRuns: environment('RUNS', runs(12)), endOnFailure: true, interruptAfterTimeLimit: 400_000 },
  )
}

test('whatever a warehouse and a buyer do, in whatever order, no unit is lost, sent twice or promised for nothing', async () => {
  await whateverHappens(stepWith(2), false)
})

test('nor is any of orders that were merged and leave as one delivery', async () => {
  await whateverHappens(stepWith(8), true)
})

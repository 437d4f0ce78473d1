import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Condition } from '../../domain/audit/condition.ts'
import { auditOutcomes } from '../../domain/audit/outcomes.ts'
import type { AuditDocument, AuditRule } from '../../domain/policy/kinds/audit.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { Scalar } from '../../stores/documents/port.ts'
import { appOrder, minuteMs, openSpine, start } from '../../tests/spine/harness.ts'
import { tryAudit } from './audit-trial.ts'
import { emptyReport, sumOfReports, type TrialReport } from './report.ts'

let spine: Awaited<ReturnType<typeof openSpine>>
const buyer = (memberId: string, phone = '13812345678') => ({ ...appOrder('x').buyer, memberId, phone })

beforeAll(async () => {
  spine = await openSpine()
  await spine.define()
  const orders = [
    appOrder('1', { buyer: buyer('a') }),
    appOrder('2', { at: start + minuteMs, skus: ['fridge', 'fridge'], buyer: buyer('b', '13900001111') }),
    appOrder('3', { at: start + 2 * minuteMs, buyer: buyer('a') }),
    appOrder('4', { at: start + 3 * minuteMs, buyer: buyer('a'), remarks: { buyer: null, seller: null, flag: 'red' } }),
    appOrder('6', { at: start + 3 * minuteMs, paid: false, buyer: buyer('c', '13900002222') }),
    appOrder('5', { at: start + 4 * minuteMs, buyer: buyer('a') }),
  ]
  for (const order of orders) await spine.send(order)
  await spine.ask('CancelOrder', { orderId: 'app.s1.3', reason: 'buyer', cancelledBy: 'operator' })
  // Its mark changes once it is on its way.
  const lines = [{ lineId: '1', quantity: 1, serialNumbers: [] }]
  const shipment = { shipmentId: 'w1', carrier: 'SF', waybill: 'w1', shippedAt: start + 5 * minuteMs, lines }
  await spine.ask('RecordShipment', { orderId: 'app.s1.4', ...shipment })
  const blue = { buyer: null, seller: null, flag: 'blue' }
  await spine.send(appOrder('4', { at: start + 3 * minuteMs, modifiedAt: start + 6 * minuteMs, buyer: buyer('a'), remarks: blue }))
  await spine.ledger.readModels.waitFor('order-pool', await spine.ledger.events.head(), 10_000)
})
afterAll(() => spine.close())

const ruleOf = (when: Condition, outcome: AuditRule['outcome'] = { do: 'merge' }): AuditDocument => ({
  rules: [{ id: 'r', when, outcome }],
})
const none: AuditDocument = { rules: [] }

async function page(proposed: AuditDocument, limit = 100, after: readonly Scalar[] | null = null, inForce = none) {
  const model = await openReadModel<PooledOrder>(spine.ledger.documents, orderPool)
  const request = { proposed, inForce, from: start, to: start + 60 * minuteMs, after, limit }
  return tryAudit(request, { events: spine.ledger.events, catalogue: spine.ledger.catalogue, pool: model!.collection })
}
const matchedBy = async (when: Condition) =>
  (await page(ruleOf(when))).proposed.rules[0]!.samples.map((orderId) => orderId.slice('app.s1.'.length))

test('an order is looked at as it stood before anything of it left', async () => {
  expect(await matchedBy({ test: 'equals', fact: 'sellerFlag', value: 'red' })).toEqual(['4'])
  expect(await matchedBy({ test: 'equals', fact: 'sellerFlag', value: 'blue' })).toEqual([])
})

test('an order that was never paid for is none an audit would look at', async () => {
  const { orders, proposed } = await page(ruleOf({ test: 'all', of: [] }))
  expect([orders, proposed.rules[0]!.samples.includes('app.s1.6')]).toEqual([5, false])
})

test('weight is what the catalogue says, of all units', async () => {
  expect(await matchedBy({ test: 'equals', fact: 'weightGrams', value: 120_000 })).toEqual(['2'])
  expect((await page(ruleOf({ test: 'atLeast', fact: 'weightGrams', value: 0 }))).estimated).toEqual(['weightGrams'])
})

test('the other open orders of a buyer are those that were placed before and not cancelled', async () => {
  const open = (value: number): Condition => ({ test: 'equals', fact: 'otherOpenOrders', value })
  expect([await matchedBy(open(0)), await matchedBy(open(1)), await matchedBy(open(2))]).toEqual([['1', '2'], ['3', '4'], ['5']])
  expect((await page(ruleOf(open(0)))).estimated).toEqual(['otherOpenOrders'])
})

test('what is guessed at is said of the rules in force, too', async () => {
  const weighing = ruleOf({ test: 'present', fact: 'weightGrams' })
  expect((await page(none, 100, null, weighing)).estimated).toEqual(['weightGrams'])
  expect((await page(none)).estimated).toEqual([])
})

test('pages of any size add up to the same', async () => {
  const proposed: AuditDocument = {
    rules: [
      { id: 'two', when: { test: 'atLeast', fact: 'unitCount', value: 2 }, outcome: { do: 'cancel', reason: 'x' } },
      { id: 'red', when: { test: 'equals', fact: 'sellerFlag', value: 'red' }, outcome: { do: 'hold', reason: 'x', forMs: null } },
      { id: 'all', when: { test: 'all', of: [] }, outcome: { do: 'merge' } },
    ],
  }
  const { estimated: _, next: __, ...whole } = await page(proposed)
  expect(whole.proposed.outcomes).toEqual({ pass: 0, hold: 1, cancel: 1, merge: 3 })
  expect(whole.proposed.rules.map(({ rule, orders }) => [rule, orders])).toEqual([
    ['two', 1],
    ['red', 1],
    ['all', 5],
  ])
  expect(whole.different.orders).toBe(5)
  for (const limit of [1, 2, 4, 5]) {
    let total: TrialReport = emptyReport(proposed, none)
    let pages = 0
    for (let after: readonly Scalar[] | null = null; ; ) {
      const { estimated: ___, next, ...part }: Awaited<ReturnType<typeof page>> = await page(proposed, limit, after)
      total = sumOfReports(total, part)
      pages += 1
      if (next === null) break
      after = next
    }
    expect([pages, total]).toEqual([Math.ceil(6 / limit), whole])
  }
})

test('a report keeps few samples, whatever the number of orders', async () => {
  const one = await page(ruleOf({ test: 'all', of: [] }))
  const both = sumOfReports(one, one)
  expect(both.proposed.rules[0]).toEqual({ rule: 'r', orders: 10, samples: one.proposed.rules[0]!.samples })
  expect(both.different.samples).toHaveLength(5)
  expect(auditOutcomes.map((outcome) => both.proposed.outcomes[outcome])).toEqual([0, 10, 0, 0])
})

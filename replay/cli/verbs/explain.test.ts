import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServer } from '../../../api/testing/server.ts'
import { openLedger } from '../../../compose/ledger.ts'
import { defaultSettings } from '../../../compose/settings.ts'
import { appOrder, openSpine } from '../../../tests/spine/harness.ts'
import { runVerb } from '../testing/run-verb.ts'
import { UsageError } from '../verb.ts'
import { explainVerb } from './explain.ts'

let folder: string

/** One order by distance, one by cost, one that found nothing by cost. */
beforeAll(async () => {
  const spine = await openSpine()
  await spine.define({ skus: ['fridge', 'oven'] })
  await spine.receive('fridge', 'HZ', 9)
  await spine.send(appOrder('near'))
  await spine.drain()
  const now = spine.clock.now()
  const data = { name: 'sourcing', kind: 'sourcing', document: { by: 'cost' }, note: 'n', effectiveFrom: now, publishedAt: now }
  expect(await spine.ask('PublishPolicy', data)).toMatchObject({ accepted: true })
  await spine.send(appOrder('cheap'))
  await spine.send(appOrder('none', { skus: ['oven'] }))
  await spine.drain()
  await spine.ledger.readModels.waitFor('locations', await spine.ledger.events.head(), 10_000)
  await spine.ledger.readModels.waitFor('order-pool', await spine.ledger.events.head(), 10_000)
  folder = `${spine.folder}-closed`
  await spine.close({ keep: folder })
})
afterAll(() => rmSync(folder, { recursive: true }))

const explain = (id: string) => runVerb(explainVerb, folder, ['order', id, '--channel', 'app', '--shop', 's1'])

test('a decision is made again from what it saw, and says what became of each location', async () => {
  const { code, answer } = await explain('cheap')
  expect(code).toBe(0)
  expect(answer).toMatchObject({
    orderId: 'app.s1.cheap',
    agrees: true,
    decisions: [
      {
        agrees: true,
        differences: [],
        decision: { decision: 1, policy: { name: 'sourcing', version: 1 }, tariff: { name: 'tariff', version: 0 }, proven: true },
        locations: [{ location: 'HZ', dropped: null, lines: ['1'], rank: 1 }],
      },
    ],
  })
})

test('so is one that found nothing', async () => {
  expect((await explain('none')).answer).toMatchObject({
    agrees: true,
    decisions: [{ decision: { best: [], dropped: { stock: 1 } }, locations: [{ location: 'HZ', dropped: 'stock', rank: null }] }],
  })
})

test('of an order that went to the nearest location there is nothing to explain', async () => {
  expect(await explain('near')).toEqual({ code: 0, answer: { orderId: 'app.s1.near', agrees: true, decisions: [] } })
})

test('an order that is not there is bad usage', async () => {
  await expect(explain('gone')).rejects.toThrow(UsageError)
  await expect(runVerb(explainVerb, folder, ['order'])).rejects.toThrow(UsageError)
})

test('a server explains the same', async () => {
  const server = await openServer({ folder })
  const { status, body } = await server.get('/v1/orders/app.s1.cheap/sourcing')
  expect([status, body]).toMatchObject([200, { orderId: 'app.s1.cheap', decisions: [{ agrees: true, locations: [{ rank: 1 }] }] }])
  expect((await server.get('/v1/orders/app.s1.near/sourcing')).body.decisions).toEqual([])
  expect((await server.get('/v1/orders/app.s1.gone/sourcing')).body.code).toBe('ORDER_UNKNOWN')
  await server.close(false)
})

/** What no process would say: the order takes it, for it cannot know the prices. */
test('a decision whose plan is not what its rules come to is found', async () => {
  const ledger = await openLedger(defaultSettings({ LEDGER_EVENTS: `embedded:${folder}` }))
  const { answer } = await explain('cheap')
  const { channel: _, shop: __, channelOrderId: ___, best, ...decided } = answer.decisions[0].decision
  const [plan] = best
  const dearer = { ...plan, cost: { ...plan.cost, handlingFen: 1, totalFen: 1 } }
  const asking = { commandId: 'w', actor: 'key:test', occurredAt: 1, correlationId: 'w', causationId: 'w' }
  const wrong = { ...decided, orderId: 'app.s1.cheap', decision: 2, best: [dearer] }
  expect(await ledger.bus.ask({ type: 'RecordSourcingDecision', data: wrong }, asking)).toMatchObject({ accepted: true })
  await ledger.close()
  const { code, answer: found } = await explain('cheap')
  expect([code, found.agrees, found.decisions[1].differences]).toEqual([1, false, ['best']])
})

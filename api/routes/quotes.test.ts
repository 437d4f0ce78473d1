import { afterAll, beforeAll, expect, test } from 'vitest'
import { stockByArea } from '../../projections/stock-by-area/stock-by-area.ts'
import { appOrder } from '../../tests/spine/harness.ts'
import { openServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openServer()
  await server.define()
  const pan = {
    ...{ sku: 'pan', name: 'pan', model: null, maker: null, energyGrade: null, barCode: null, weightGrams: 900, sizeMillimetres: null },
    ...{ category: 'kitchen', brand: 'Snow', listPriceFen: 9_000, serialNumberRequired: false, components: [] },
  }
  expect(await server.command('DefineSku', pan)).toMatchObject({ status: 200 })
  expect(await server.command('ReceiveStock', { sku: 'pan', location: 'HZ', documentId: 'd1', quantity: 1 })).toMatchObject({ status: 200 })
})
afterAll(() => server.close())

const basket = (more: object = {}) => ({ channel: 'app', shop: 's1', lines: [{ lineId: 'a', sku: 'fridge', quantity: 2 }], ...more })
const ask = (body: object, key = server.admin) => server.post('/v1/quotes', body, { key })
const publish = async (promotions: readonly object[]) => {
  const answer = await server.command('PublishPolicy', { name: 'promotion', kind: 'promotion', document: { promotions }, note: 'n' })
  expect(answer.status).toBe(200)
}

test('while nothing is published a basket costs its list price', async () => {
  const { status, body } = await ask(basket({ freightFen: 30 }))
  expect(status).toBe(200)
  expect(body).toMatchObject({
    policy: { name: 'promotion', version: 0 },
    payableFen: 200_030,
    discountFen: 0,
    why: [],
    presale: null,
    tradeIn: null,
  })
})

test('by the promotions in force it says what each unit costs, who bears what, and why', async () => {
  const bearers = [
    { bearer: 'merchant', percent: 50 },
    { bearer: 'platform', percent: 50 },
  ]
  await publish([
    { kind: 'fullReduction', id: 'over-1000', steps: [{ fromFen: 100_000, offFen: 5_001 }], bearers },
    { kind: 'gift', id: 'pan', forQuantity: 2, gifts: [{ sku: 'pan', quantity: 1 }] },
    { kind: 'fullReduction', id: 'over-9000', steps: [{ fromFen: 900_000, offFen: 50_000 }] },
  ])
  await server.ledger.readModels.waitFor(stockByArea.name, await server.ledger.events.head(), 10_000)
  const { body } = await ask(basket())
  expect(body).toMatchObject({
    policy: { version: 1 },
    payableFen: 194_999,
    bearers: [
      { bearer: 'merchant', amountFen: 11_501 },
      { bearer: 'platform', amountFen: 2_500 },
    ],
    lines: [
      { lineId: 'a', kind: 'goods', unitBuyerFen: [97_499, 97_500] },
      { kind: 'gift', giftOf: 'a', sku: 'pan', quantity: 1, unitBuyerFen: [0] },
    ],
    why: [
      { promotion: 'over-1000', applied: true, offFen: 5_001 },
      { promotion: 'over-9000', applied: false, reason: 'belowThreshold', missingFen: 705_001 },
      { promotion: 'pan', applied: true, offFen: 9_000 },
    ],
  })
})

test('what is not there is not given', async () => {
  const lines = [{ lineId: 'a', sku: 'fridge', quantity: 4 }]
  const { body } = await ask(basket({ lines }))
  expect(body.why).toContainEqual(expect.objectContaining({ promotion: 'pan', applied: false, reason: 'giftOutOfStock' }))
})

test('what an order would cost less now is said for as long as a promotion protects it', async () => {
  const order = appOrder('77', { at: server.ledger.settings.clock.now() })
  expect(await server.send(order)).toMatchObject({ status: 200 })
  await publish([
    { kind: 'itemDiscount', id: 'cheaper', unitOffFen: 7_001 },
    { kind: 'priceProtection', id: 'a-week', withinMs: 604_800_000 },
  ])
  const head = String(await server.ledger.events.head())
  const { status, body } = await server.get(`/v1/orders/app.s1.77/price-protection?minPosition=${head}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ policy: { version: 2 }, refundFen: 7_001, lines: [{ lineId: '1', promotion: 'a-week', unitFen: [7_001] }] })
  await publish([{ kind: 'itemDiscount', id: 'cheaper', unitOffFen: 7_001 }])
  expect((await server.get('/v1/orders/app.s1.77/price-protection')).body).toMatchObject({ refundFen: 0, lines: [] })
  expect(await server.get('/v1/orders/app.s1.78/price-protection')).toMatchObject({ status: 404 })
})

test('says what is wrong with a basket', async () => {
  expect(await ask(basket({ channel: 'taobao' }))).toMatchObject({ status: 400 })
  expect(await ask(basket({ shop: 's9' }))).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
  expect(await ask(basket({ lines: [{ lineId: 'a', sku: 'x', quantity: 1 }] }))).toMatchObject({ body: { code: 'SKU_UNKNOWN' } })
  const line = { lineId: 'a', sku: 'fridge', quantity: 1 }
  expect(await ask(basket({ lines: [line, line] }))).toMatchObject({ status: 400 })
})

test('an integrator asks for the channels of its key alone', async () => {
  const key = await server.keyOf('integrator', ['pos'])
  expect(await ask(basket(), key)).toMatchObject({ status: 403 })
  expect(await ask(basket({ channel: 'pos' }), key)).toMatchObject({ status: 404 })
})

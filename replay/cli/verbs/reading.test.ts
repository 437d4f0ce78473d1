import { afterAll, beforeAll, expect, test } from 'vitest'
import { appOrder, openSpine } from '../../../tests/spine/harness.ts'
import { runVerb } from '../testing/run-verb.ts'
import { asOfVerb } from './as-of.ts'
import { parkedVerb } from './parked.ts'

let spine: Awaited<ReturnType<typeof openSpine>>
let received: string
/** Many more events than are read from the log at once. */
const [days, unitsADay] = [5, 2_000]
const units = days * unitsADay

/** Somebody writes the folder all the while, and no access key is set. */
beforeAll(async () => {
  spine = await openSpine()
  await spine.define()
  const facts = { sku: 'fridge', location: 'HZ', regionPath: ['330000', '330100', '330106'], category: 'refrigerator', brand: 'Snow' }
  const receive = (documentId: string) => spine.ask('ReceiveStock', { ...facts, documentId, quantity: 1, askedAt: spine.clock.now() })
  for (let day = 0; day < days; day++) {
    await Promise.all(Array.from({ length: unitsADay }, (_, number) => receive(`${day}/${number}`)))
  }
  received = String(await spine.ledger.events.head())
  await spine.send(appOrder('A1'))
  await spine.drain()
  await spine.ledger.readModels.waitFor('stock-map', await spine.ledger.events.head(), 10_000)
})
afterAll(() => spine.close())

test('`as-of <position> stock-map` shows the whole map as it stood there', async () => {
  const { code, answer } = await runVerb(asOfVerb, spine.folder, [received, 'stock-map'])
  expect(code).toBe(0)
  expect(answer.position).toBe(received)
  expect(answer.items).toMatchObject([{ sku: 'fridge', location: 'HZ', onHand: units, reserved: 0 }])
})

test('`as-of <position> sku` shows the SKU alone', async () => {
  const head = String(await spine.ledger.events.head())
  const { answer } = await runVerb(asOfVerb, spine.folder, [head, 'sku', 'fridge'])
  expect(answer.items).toMatchObject([{ sku: 'fridge', location: 'HZ', onHand: units, reserved: 1 }])
})

test('`as-of` beyond the head shows what is known, and how far that is', async () => {
  const head = String(await spine.ledger.events.head())
  for (const beyond of ['9'.repeat(18), '2999-01-01']) {
    const { answer } = await runVerb(asOfVerb, spine.folder, [beyond, 'sku', 'fridge'])
    expect(answer).toMatchObject({ position: head, items: [{ sku: 'fridge', reserved: 1 }] })
  }
})

test('`parked list` reads beside a running server and needs no key', async () => {
  expect(await runVerb(parkedVerb, spine.folder, ['list'])).toEqual({ code: 0, answer: { items: [] } })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { chinaDay, daysAfter } from '../../domain/shared/china-day.ts'
import { appOrder } from '../../tests/spine/harness.ts'
import { openServer, type TestServer } from '../testing/server.ts'

let server: TestServer
const day = (days: number) => daysAfter(chinaDay(Date.now()), days)
const area = '330106'

async function ask(type: string, data: object): Promise<void> {
  const { status, body } = await server.command(type, data)
  expect(status, JSON.stringify(body)).toBe(200)
}
const offer = (date: string) =>
  ask('OfferCapacity', { area, date, provider: 'P1', slot: 'morning', offeredFor: null, quantity: 1, overbookPercent: 0 })
const cards = async (query: string) =>
  (await server.get(`/v1/installations?${query}&minPosition=${await server.ledger.events.head()}`)).body.items

beforeAll(async () => {
  server = await openServer()
  await server.define()
  await ask('PublishPolicy', { name: 'installation', kind: 'installation', document: { waits: { slotMs: 1 } }, note: 'n' })
  await ask('PublishPolicy', {
    name: 'transport',
    kind: 'transport',
    document: { rows: [], otherwiseDays: 0, leavesAfterDays: 0 },
    note: 'n',
  })
  await ask('DefineProvider', { provider: 'P1', name: 'P1' })
  await ask('SetCoverage', {
    provider: 'P1',
    serviceKind: 'toHomeAndInstall',
    area,
    category: null,
    brand: null,
    validFrom: 0,
    validTo: null,
  })
  const order = appOrder('1', { at: Date.now() })
  await server.send({ ...order, lines: order.lines.map((line) => ({ ...line, delivery: 'install' })) })
})
afterAll(() => server.close())

test('what waits in vain is listed for somebody to see to it, until there is a slot; then the visit is moved as wished', async () => {
  await expect
    .poll(() => cards('stalled=slot'), { timeout: 20_000 })
    .toMatchObject([{ orderId: 'app.s1.1', state: 'toBook', stalled: 'slot' }])
  expect(await cards('stalled=signing')).toEqual([])
  await offer(day(1))
  await expect.poll(() => cards('orderId=app.s1.1'), { timeout: 20_000 }).toMatchObject([{ state: 'booked', date: day(1), stalled: null }])
  expect(await cards('stalled=any')).toEqual([])
  const [{ installationId }] = await cards('orderId=app.s1.1')
  await offer(day(4))
  await ask('WantVisit', { installationId, date: day(4), slot: null, wantedBy: 'buyer', note: null })
  await expect.poll(() => cards('orderId=app.s1.1'), { timeout: 20_000 }).toMatchObject([{ state: 'booked', date: day(4) }])
  const slots = await server.get(`/v1/capacity?area=${area}&minPosition=${await server.ledger.events.head()}`)
  expect(slots.body.items).toMatchObject([
    { date: day(1), free: 1 },
    { date: day(4), confirmed: 1, free: 0 },
  ])
})

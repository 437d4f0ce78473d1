import { afterAll, beforeAll, expect, test } from 'vitest'
import { chinaDay, daysAfter } from '../../domain/shared/china-day.ts'
import { openServer, type TestServer } from '../testing/server.ts'

let server: TestServer
const noon = Date.parse('2026-11-11T12:00:00+08:00')
const day = (days: number) => daysAfter(chinaDay(noon), days)

beforeAll(async () => {
  server = await openServer({ settings: { clock: { now: () => noon } } })
  await server.define()
  const steps: readonly [string, object][] = [
    ['PublishPolicy', { name: 'transport', kind: 'transport', document: { rows: [{ from: '330100', to: '330100', days: 1 }] }, note: 'n' }],
    ['PublishPolicy', { name: 'installation', kind: 'installation', document: {}, note: 'n' }],
    ['DefineProvider', { provider: 'P1', name: 'P1' }],
    [
      'SetCoverage',
      { provider: 'P1', serviceKind: 'toHomeAndInstall', area: '330100', category: null, brand: null, validFrom: 0, validTo: null },
    ],
    ...[1, 2, 3].map((days): [string, object] => [
      'OfferCapacity',
      { area: '330106', date: day(days), provider: 'P1', slot: 'morning', offeredFor: null, quantity: 4, overbookPercent: 0 },
    ]),
  ]
  for (const [type, data] of steps) {
    const { status, body } = await server.command(type, data)
    expect(status, JSON.stringify(body)).toBe(200)
  }
})
afterAll(() => server.close())

const ask = (more = '', key?: string) =>
  server.get(`/v1/delivery-offers?sku=fridge&area=330106&channel=app${more}`, key === undefined ? {} : { key })

test('a buyer is offered the day the units would arrive', async () => {
  expect(await ask()).toMatchObject({
    status: 200,
    body: { inStock: true, locations: ['HZ'], leavesOn: day(1), arrivesOn: day(2), visits: [] },
  })
})

test('a buyer who wants it installed is offered slots from that day on', async () => {
  await expect
    .poll(async () => (await ask('&install=true')).body.visits)
    .toEqual([2, 3].map((days) => ({ mode: 'oneVisit', date: day(days), slot: 'morning', free: 4 })))
  expect((await ask('&install=true')).body.policies).toEqual([
    { name: 'transport', version: 1 },
    { name: 'installation', version: 1 },
  ])
})

test('a buyer is offered nothing that is not there', async () => {
  expect((await ask('&quantity=11&install=true')).body).toMatchObject({
    inStock: false,
    missing: [{ sku: 'fridge', quantity: 11 }],
    arrivesOn: null,
  })
  expect(await server.get('/v1/delivery-offers?sku=x&area=330106&channel=app')).toMatchObject({
    status: 404,
    body: { code: 'SKU_UNKNOWN' },
  })
})

test('a sender asks for its own channels only', async () => {
  expect((await ask('', await server.keyOf('integrator', ['app']))).status).toBe(200)
  expect((await ask('', await server.keyOf('integrator', ['jd']))).status).toBe(403)
})

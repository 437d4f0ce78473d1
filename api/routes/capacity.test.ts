import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bracket, conditioners, photo, pipe } from '../../domain/installation/testing/ask.ts'
import { openServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let last: string
let offered: string

const pudong = { area: '310115', date: '2026-11-28' }
const hold = (appointmentId: string, change: object = {}) => ({
  ...{
    ...pudong,
    appointmentId,
    booking: 1,
    provider: 'P1',
    slot: 'morning',
    category: 'airConditioner',
    orderId: 'jd.s1.1',
    dueAt: 5_000,
  },
  ...change,
})
const which = { installationId: 'i1', orderId: 'jd.s1.1', channel: 'jd', shop: 's1', regionPath: ['310000', '310100', '310115'] }
const lines = [
  { lineId: '1', sku: 'AC', category: 'airConditioner', brand: 'Haier', quantity: 2, serialNumberRequired: true },
  { lineId: '1', sku: 'bracket', category: 'parts', brand: 'Haier', quantity: 1, serialNumberRequired: false },
]
const coverage = { provider: 'P1', serviceKind: 'install', area: '310000', category: 'airConditioner', brand: null, validFrom: 1_000 }

async function ask(type: string, data: object): Promise<void> {
  const { status, body } = await server.command(type, data)
  expect(status, JSON.stringify(body)).toBe(200)
  last = body.position
}

beforeAll(async () => {
  server = await openServer()
  await ask('OfferCapacity', { ...pudong, provider: 'P1', slot: 'morning', offeredFor: null, quantity: 2, overbookPercent: 0 })
  await ask('OfferCapacity', {
    ...pudong,
    provider: 'P2',
    slot: '13:00-15:00',
    offeredFor: 'airConditioner',
    quantity: 1,
    overbookPercent: 0,
  })
  await ask('OfferCapacity', {
    ...pudong,
    date: '2026-11-29',
    provider: 'P1',
    slot: 'morning',
    offeredFor: null,
    quantity: 1,
    overbookPercent: 0,
  })
  await ask('OfferCapacity', {
    area: '330106',
    date: '2026-11-28',
    provider: 'P3',
    slot: 'evening',
    offeredFor: null,
    quantity: 1,
    overbookPercent: 0,
  })
  offered = last
  await ask('HoldSlot', hold('i1'))
  await ask('HoldSlot', hold('i2'))
  await ask('ConfirmSlot', { ...pudong, appointmentId: 'i1', booking: 1 })
  await ask('DefineProvider', { provider: 'P1', name: 'Crew' })
  await ask('SetCoverage', { ...coverage, validTo: null })
  await ask('SetCoverage', { ...coverage, serviceKind: 'toHome', category: null, validTo: 2_000 })
  await ask('RequestInstallation', { ...which, mode: 'twoVisits', lines, picksUpOldUnit: false, wantedDate: '2026-11-28', requestedAt: 1 })
  await ask('OpenInstallation', { installationId: 'i1', signedAt: 2 })
  await ask('BookVisit', { installationId: 'i1', booking: 1, ...pudong, provider: 'P1', slot: 'morning' })
})
afterAll(() => server.close())

const slots = async (query: string) => (await server.get(`/v1/capacity?minPosition=${last}&${query}`)).body
const named = (items: readonly { provider: string; date: string }[]) =>
  items.map(({ provider, date }) => `${provider} ${date.slice(-2)}`).sort()

describe('the calendar of slots', () => {
  test.each([
    ['', ['P1 28', 'P1 29', 'P2 28', 'P3 28']],
    ['area=310000', ['P1 28', 'P1 29', 'P2 28']],
    ['area=CN', ['P1 28', 'P1 29', 'P2 28', 'P3 28']],
    ['date=2026-11-28', ['P1 28', 'P2 28', 'P3 28']],
    ['from=2026-11-29', ['P1 29']],
    ['to=2026-11-28', ['P1 28', 'P2 28', 'P3 28']],
    ['provider=P1', ['P1 28', 'P1 29']],
    ['slot=13:00-15:00', ['P2 28']],
    ['category=airConditioner', ['P2 28']],
    ['area=310115&date=2026-11-28&free=true', ['P2 28']],
  ])('%s narrows it', async (query, rows) => expect(named((await slots(query)).items)).toEqual(rows))

  test('says what is offered, taken and free', async () => {
    const { items } = await slots('area=310115&date=2026-11-28&provider=P1')
    expect(items).toMatchObject([{ slot: 'morning', quantity: 2, bookable: 2, held: 1, confirmed: 1, consumed: 0, free: 0 }])
  })

  test('goes on by pages', async () => {
    const first = await slots('limit=3')
    const second = await slots(`limit=3&after=${encodeURIComponent(first.next)}`)
    expect(named([...first.items, ...second.items])).toEqual(['P1 28', 'P1 29', 'P2 28', 'P3 28'])
    expect(second.next).toBeNull()
  })

  test('shows an area and day as they stood', async () => {
    const { body } = await server.get(`/v1/capacity?area=310115&date=2026-11-28&asOf=${offered}`)
    expect(body).toMatchObject({
      position: offered,
      next: null,
      items: [
        { provider: 'P1', held: 0, free: 2 },
        { provider: 'P2', free: 1 },
      ],
    })
    const narrowed = await server.get(`/v1/capacity?area=310115&date=2026-11-28&provider=P2&asOf=${offered}`)
    expect(named(narrowed.body.items)).toEqual(['P2 28'])
    expect((await server.get('/v1/capacity?area=310115&date=2026-11-28&asOf=1999-01-01')).body.items).toEqual([])
    expect((await server.get(`/v1/capacity?area=310115&asOf=${offered}`)).body.code).toBe('BAD_REQUEST')
  })

  test('knows no other area, day or slot than there can be', async () => {
    for (const query of ['area=31', 'date=2026-02-30', 'slot=night']) expect((await server.get(`/v1/capacity?${query}`)).status).toBe(400)
  })
})

describe('booking', () => {
  test('is refused with what is free, where a slot is full', async () => {
    const { status, body } = await server.command('HoldSlot', hold('i3'))
    expect([status, body.code]).toEqual([409, 'SLOT_FULL'])
    expect(body.details).toMatchObject({ bookable: 2, free: [{ provider: 'P2', slot: '13:00-15:00', free: 1 }] })
  })

  test('is for those who run the business', async () => {
    const key = await server.keyOf('auditor')
    const { status } = await server.post('/v1/commands', { type: 'HoldSlot', data: hold('i4') }, { key })
    expect(status).toBe(403)
  })
})

test('coverage is asked for by area, service, category, brand and instant', async () => {
  const rows = async (query: string) =>
    (await server.get(`/v1/coverage?minPosition=${last}&${query}`)).body.items
      .map(({ serviceKind }: { serviceKind: string }) => serviceKind)
      .sort()
  expect(await rows('area=310115')).toEqual(['install', 'toHome'])
  expect(await rows('area=330106')).toEqual([])
  expect(await rows('area=CN')).toEqual([])
  expect(await rows('area=310115&category=airConditioner&brand=Haier&at=1500')).toEqual(['install', 'toHome'])
  expect(await rows('area=310115&category=fridge')).toEqual(['toHome'])
  expect(await rows('at=2000')).toEqual(['install'])
  expect(await rows('at=999')).toEqual([])
  expect(await rows('provider=P1&serviceKind=toHome')).toEqual(['toHome'])
  expect((await server.get('/v1/coverage?at=soon')).status).toBe(400)
  expect((await server.get(`/v1/providers?minPosition=${last}`)).body.items).toMatchObject([{ provider: 'P1', name: 'Crew' }])
})

test('an installation is listed with its bookings, and with its evidence once it is done', async () => {
  const cards = async (query: string) => (await server.get(`/v1/installations?minPosition=${last}&${query}`)).body.items
  expect(await cards('')).toMatchObject([
    { installationId: 'i1', state: 'booked', open: true, visits: [{ slot: 'morning', outcome: 'booked' }] },
  ])
  expect(await cards('provider=P1&date=2026-11-28')).toHaveLength(1)
  expect(await cards('status=completed')).toEqual([])
  await ask('CompleteInstallation', {
    ...{ installationId: 'i1', booking: 1, completedAt: 9, photos: [photo], materials: [pipe] },
    units: [conditioners('a', 'b'), bracket()],
  })
  await ask('ConsumeSlot', { ...pudong, appointmentId: 'i1', booking: 1, consumedAt: 9 })
  expect(await cards('')).toEqual([])
  expect(await cards('orderId=jd.s1.1')).toMatchObject([
    { state: 'completed', photos: [photo], materials: [pipe], units: [{ serialNumbers: ['a', 'b'] }, {}] },
  ])
  expect((await slots('area=310115&date=2026-11-28&provider=P1')).items).toMatchObject([{ held: 1, confirmed: 0, consumed: 1, free: 0 }])
})

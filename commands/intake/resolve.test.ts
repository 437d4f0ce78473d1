import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pdd } from '../../connectors/channels/pdd/connector.ts'
import type { CanonicalOrder } from '../../domain/channel/canonical.ts'
import type { Catalogue, LocationFacts, ShopFacts, SkuFacts } from '../catalogue/port.ts'
import { resolveOrder } from './resolve.ts'

const heater = { sku: 'heater', category: 'waterHeater', brand: 'Snow', maker: 'Snow', serialNumberRequired: false, components: [] }

/** Everything is listed as one heater, and these are the codes of stores we know. */
const catalogueWith = (stores: Readonly<Record<string, string>>): Catalogue => ({
  sku: async () => heater as unknown as SkuFacts,
  shop: async () => ({}) as ShopFacts,
  listing: async () => 'heater',
  location: async () => null,
  locationByCode: (code) => (stores[code] === undefined ? null : ({ location: stores[code] } as LocationFacts)),
  locationKind: () => null,
  activeLocations: () => [],
  locationsKnownAt: () => 0n,
})

function fetched(): CanonicalOrder {
  const reading = pdd.read(readFileSync(new URL('../../connectors/channels/pdd/fixtures/store-pickup.json', import.meta.url), 'utf8'))
  if (!reading.ok || reading.message.kind !== 'order') throw new Error('the fixture is no order')
  return reading.message.order
}

const changed = (order: CanonicalOrder, line: Partial<CanonicalOrder['lines'][number]>): CanonicalOrder => ({
  ...order,
  lines: order.lines.map((each) => ({ ...each, ...line })),
})

test('what a buyer fetches is appointed to the store of the order, where its line names none', async () => {
  const resolved = await resolveOrder(fetched(), catalogueWith({ 'NJ-S1': 'nanjing' }))
  expect(resolved).toMatchObject({ lines: [{ delivery: 'storePickup', appointedLocation: 'nanjing' }] })
})

test('a place the line itself names comes first', async () => {
  const order = changed(fetched(), { appointedLocation: 'DEPOT' })
  const resolved = await resolveOrder(order, catalogueWith({ 'NJ-S1': 'nanjing', DEPOT: 'depot' }))
  expect(resolved).toMatchObject({ lines: [{ appointedLocation: 'depot' }] })
})

test.each(['storePickup', 'carryOut'] as const)('a store we do not know is not passed over for %s', async (delivery) => {
  const order = changed(fetched(), { delivery, appointedLocation: 'NJ-S1' })
  expect(await resolveOrder(order, catalogueWith({}))).toMatchObject({
    accepted: false,
    code: 'LOCATION_UNKNOWN',
    details: { lineId: order.lines[0]!.lineId, code: 'NJ-S1' },
  })
})

test("a platform's own warehouse, which we do not know, leaves the choice to us", async () => {
  const order = changed(fetched(), { delivery: 'ship', appointedLocation: 'CAINIAO-7' })
  expect(await resolveOrder(order, catalogueWith({}))).toMatchObject({ lines: [{ appointedLocation: null }] })
})

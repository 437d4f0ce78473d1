import { beforeEach, expect, test } from 'vitest'
import type { ProjectedEvent } from '../../projections/projection.ts'
import { createListingDirectory } from './listing-directory.ts'

let directory: ReturnType<typeof createListingDirectory>
const see = (type: string, data: object) => directory.observer.see({ type, data } as unknown as ProjectedEvent)
const list = (channelSku: string, sku: string | null) => see('ListingDefined', { channel: 'app', shop: 's1', channelSku, sku })
beforeEach(() => {
  directory = createListingDirectory()
  list('f', 'fridge')
  list('o', 'oven')
  list('s', 'set')
  see('SkuDefined', { sku: 'set', components: [{ sku: 'oven' }, { sku: 'hood' }] })
})

test('a stock SKU moves what sells it, and the bundles it is a part of', () => {
  expect(directory.sellersOf('oven')).toEqual(['stock.app.s1.o', 'stock.app.s1.s'])
  expect(directory.sellersOf('hood')).toEqual(['stock.app.s1.s'])
  expect(directory.sellersOf('lamp')).toEqual([])
})

test('what is held at a location is what was found there last, and what nobody looked for may be anywhere', () => {
  directory.found('fridge', ['HZ', 'SH'])
  directory.found('oven', ['SH'])
  directory.found('hood', [])
  expect(directory.sellersAt('HZ')).toEqual(['stock.app.s1.f'])
  expect(new Set(directory.sellersAt('SH'))).toEqual(new Set(['stock.app.s1.f', 'stock.app.s1.o', 'stock.app.s1.s']))
  directory.found('fridge', ['SH'])
  expect(directory.sellersAt('HZ')).toEqual([])
  list('l', 'lamp')
  expect(directory.sellersAt('HZ')).toEqual(['stock.app.s1.l'])
})

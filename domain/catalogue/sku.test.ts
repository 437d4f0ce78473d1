import { expect, test } from 'vitest'
import { scenariosOf } from '../shared/testing/scenario.ts'
import type { SkuCommand } from './commands.ts'
import { skuAggregate } from './sku.ts'

const scenario = scenariosOf(skuAggregate)

const define = (change: Partial<SkuCommand['data']> = {}): SkuCommand => ({
  type: 'DefineSku',
  data: {
    sku: 'BCD-500',
    name: 'Fridge 500 l',
    category: 'fridge',
    brand: 'Haier',
    model: null,
    maker: 'Haier',
    energyGrade: 'level1',
    barCode: null,
    weightGrams: 90_000,
    sizeMillimetres: [900, 700, 1_900],
    listPriceFen: 599_900,
    serialNumberRequired: true,
    components: [],
    definedAt: 10,
    ...change,
  },
})
const component = (sku: string, kind: 'stock' | 'bundle' | null = 'stock', priceShare = 1) => ({ sku, quantity: 1, priceShare, kind })
const bundle = (...components: SkuCommand['data']['components']) => define({ sku: 'KITCHEN', components })

test('a stream is one SKU', () => {
  expect(skuAggregate.key(define())).toBe('BCD%2D500')
})

scenario('a SKU is defined')
  .when(define())
  .yieldsLike({ type: 'SkuDefined', data: { sku: 'BCD-500' } })
scenario('units that leave with serial numbers have a maker, whose numbering they follow')
  .when(define({ maker: null }))
  .rejects('BAD_REQUEST')
scenario('other units need none')
  .when(define({ maker: null, serialNumberRequired: false }))
  .yieldsLike({ type: 'SkuDefined' })
scenario('the same definition twice is one').after(define()).when(define()).yieldsNothing()
scenario('a later definition replaces it')
  .after(define())
  .when(define({ name: 'Fridge', definedAt: 11 }))
  .yieldsLike({
    type: 'SkuDefined',
    data: { name: 'Fridge' },
  })
scenario('a repeat after a later definition does not bring the old one back')
  .after(define(), define({ name: 'Fridge', definedAt: 11 }))
  .when(define())
  .rejects('COMMAND_TOO_OLD', { decidedAt: 11 })
scenario('of one instant there is one definition')
  .after(define())
  .when(define({ name: 'Fridge' }))
  .rejects('COMMAND_DIFFERS')
scenario('a bundle is made of stock SKUs')
  .when(bundle(component('A'), component('B')))
  .yieldsLike({ type: 'SkuDefined', data: { components: [{ sku: 'A', quantity: 1, priceShare: 1 }, { sku: 'B' }] } })
scenario('a bundle twice is one')
  .after(bundle(component('A'), component('B')))
  .when(bundle(component('A'), component('B')))
  .yieldsNothing()
scenario('a bundle of bundles is refused')
  .when(bundle(component('A'), component('B', 'bundle')))
  .rejects('BUNDLE_OF_BUNDLES', { component: 'B' })
scenario('a bundle of itself is refused')
  .when(bundle(component('KITCHEN')))
  .rejects('BUNDLE_OF_BUNDLES')
scenario('a bundle of what the catalogue does not know is refused')
  .when(bundle(component('A'), component('B', null)))
  .rejects('SKU_UNKNOWN', { component: 'B' })
scenario('a component is named once')
  .when(bundle(component('A'), component('A')))
  .rejects('BAD_REQUEST')
scenario('a component may carry none of the price')
  .when(bundle(component('A'), component('B', 'stock', 0)))
  .yieldsLike({ type: 'SkuDefined' })
scenario('the price of a bundle is carried by its components')
  .when(bundle(component('A', 'stock', 0)))
  .rejects('AMOUNTS_BROKEN')
scenario('a stock SKU does not become a bundle')
  .after(define())
  .when(define({ components: [component('A')], definedAt: 11 }))
  .rejects('SKU_KIND_FIXED', { kind: 'stock' })
scenario('a bundle does not become a stock SKU')
  .after(bundle(component('A')))
  .when(define({ sku: 'KITCHEN', definedAt: 11 }))
  .rejects('SKU_KIND_FIXED', { kind: 'bundle' })

import fc from 'fast-check'
import { test } from 'vitest'
import type { Aggregate } from '../shared/aggregate.ts'
import { agrees, equal, law, type Verdict } from '../shared/testing/agreement.ts'
import type { ListingCommand, LocationCommand, ShopCommand, SkuCommand } from './commands.ts'
import { listingAggregate, targetAt } from './listing.ts'
import { locationAggregate } from './location.ts'
import { shopAggregate } from './shop.ts'
import { skuAggregate } from './sku.ts'

const instant = fc.integer({ min: 1, max: 25 })
const name = fc.constantFrom('North', 'South', 'East')

const listing: fc.Arbitrary<ListingCommand> = fc
  .record({ sku: fc.option(name), effectiveFrom: instant })
  .map((of) => ({ type: 'DefineListing', data: { channel: 'jd', shop: 's', channelSku: '1', ...of } }))

test('a listing means at every instant what its calendar says', () => {
  agrees({
    aggregate: listingAggregate,
    command: listing,
    alter: (asked, by) => ({ ...asked, data: { ...asked.data, sku: `other ${by}` } }),
    model() {
      const calendar: (string | null | undefined)[] = []
      return {
        judge({ data: { sku, effectiveFrom } }): Verdict {
          const planned = calendar[effectiveFrom]
          if (planned !== undefined) return planned === sku ? 'repeat' : 'LISTING_OVERLAPS'
          calendar[effectiveFrom] = sku
          return 'happens'
        },
        check(state) {
          let sold: string | null = null
          const days = Array.from({ length: 27 }, (_, day) => day)
          const plan = days.map((day) => {
            sold = calendar[day] === undefined ? sold : calendar[day]
            return sold
          })
          equal(
            days.map((day) => targetAt(state, day)),
            plan,
            'what is sold each day',
          )
        },
      }
    },
  })
})

interface Definition {
  state: { definition: { readonly definedAt: number; readonly name: string } | null }
  command: { type: string; data: { readonly definedAt: number; readonly name: string } }
  event: { type: string; data: unknown }
}

/** Of all that was decided the latest holds, whatever came when. */
function latestHolds(aggregate: Aggregate<never>, of: (data: Definition['command']['data']) => Definition['command']): void {
  agrees<Definition>({
    aggregate: aggregate as unknown as Aggregate<Definition>,
    command: fc.record({ name, definedAt: fc.integer({ min: 1, max: 200 }) }).map(of),
    alter: (asked, by) => ({ ...asked, data: { ...asked.data, name: `other ${by}` } }),
    runs: 1_000,
    model() {
      let happened: Definition['command']['data'][] = []
      return {
        judge({ data }) {
          const same = happened.find(({ definedAt }) => definedAt === data.definedAt)
          if (happened.some(({ definedAt }) => definedAt > data.definedAt)) return 'COMMAND_TOO_OLD'
          if (same !== undefined) return same.name === data.name ? 'repeat' : 'COMMAND_DIFFERS'
          happened = [...happened, data]
          return 'happens'
        },
        check({ definition }) {
          const last = happened.toSorted((a, b) => b.definedAt - a.definedAt)[0]
          equal([definition?.name, definition?.definedAt], [last?.name, last?.definedAt], 'what holds')
        },
      }
    },
  })
}

test('of the definitions of a location the latest decided one holds', () => {
  const of = (data: Definition['command']['data']): Extract<LocationCommand, { type: 'DefineLocation' }> => ({
    type: 'DefineLocation',
    data: { ...data, location: 'L', kind: 'store', region: { path: [], name: '' }, storeCode: null, covers: [], active: true },
  })
  latestHolds(locationAggregate as unknown as Aggregate<never>, of)
})

test('what a location is and what it can do are each what was decided last', () => {
  const stamp = fc.integer({ min: 1, max: 60 })
  const defined = fc.record({ name, stamp, kind: fc.constant('define' as const) })
  const enabled = fc.record({ name, stamp, kind: fc.constant('enable' as const) })
  const of = ({ name: card, stamp: at, kind }: { name: string; stamp: number; kind: 'define' | 'enable' }): LocationCommand =>
    kind === 'define'
      ? {
          type: 'DefineLocation',
          data: {
            ...{ location: 'L', name: card, kind: 'store', region: { path: [], name: '' }, storeCode: null, covers: [] },
            ...{ active: true, definedAt: at },
          },
        }
      : {
          type: 'SetLocationAbility',
          data: {
            location: 'L',
            ability: {
              ...{ tasks: [], card, invoicingEntities: null, subsidyRegions: null, handlingFen: 0, deliveryDays: [0, 0, 0, 0] },
              paused: false,
            },
            setAt: at,
          },
        }
  agrees({
    aggregate: locationAggregate,
    command: fc.oneof(defined, enabled).map(of),
    alter: (asked, by) =>
      asked.type === 'DefineLocation'
        ? { ...asked, data: { ...asked.data, name: `other ${by}` } }
        : { ...asked, data: { ...asked.data, ability: { ...asked.data.ability!, card: `other ${by}` } } },
    model() {
      const last = { define: { at: 0, said: '' }, enable: { at: 0, said: '' } }
      return {
        judge({ type, data }): Verdict {
          const [of, at, said] =
            type === 'DefineLocation' ? [last.define, data.definedAt, data.name] : [last.enable, data.setAt, data.ability!.card]
          if (type === 'SetLocationAbility' && last.define.at === 0) return 'LOCATION_UNKNOWN'
          if (at < of.at) return 'COMMAND_TOO_OLD'
          if (at === of.at) return said === of.said ? 'repeat' : 'COMMAND_DIFFERS'
          Object.assign(of, { at, said })
          return 'happens'
        },
        check({ definition, ability }) {
          equal([definition?.name ?? '', ability?.ability?.card ?? ''], [last.define.said, last.enable.said], 'what holds')
        },
      }
    },
  })
})

test('of the definitions of a shop the latest decided one holds', () => {
  const of = (data: Definition['command']['data']): ShopCommand => ({
    type: 'DefineShop',
    data: { ...data, channel: 'jd', shop: 's', invoicingEntity: 'x', unpaidTimeoutMs: null },
  })
  latestHolds(shopAggregate as unknown as Aggregate<never>, of)
})

const kind = fc.constantFrom('stock' as const, 'stock' as const, 'stock' as const, 'bundle' as const, null)
const component = fc.record({ sku: fc.constantFrom('A', 'B', 'C', 'S'), quantity: fc.constant(1), priceShare: fc.nat({ max: 1 }), kind })
const sku: fc.Arbitrary<SkuCommand> = fc
  .record({ name, definedAt: fc.integer({ min: 1, max: 300 }), components: fc.array(component, { maxLength: 2 }) })
  .map((of) => ({
    type: 'DefineSku',
    data: {
      ...of,
      sku: 'S',
      category: '',
      brand: '',
      model: null,
      maker: null,
      energyGrade: null,
      barCode: null,
      weightGrams: 0,
      sizeMillimetres: null,
      listPriceFen: 0,
      serialNumberRequired: false,
    },
  }))

test('of the definitions of a SKU the latest decided one holds, and its kind never changes', () => {
  agrees({
    aggregate: skuAggregate,
    command: sku,
    alter: (asked, by) => ({ ...asked, data: { ...asked.data, name: `other ${by}` } }),
    model() {
      const happened: SkuCommand['data'][] = []
      const judge = ({ data }: SkuCommand): Verdict => {
        const latest = Math.max(0, ...happened.map(({ definedAt }) => definedAt))
        if (data.definedAt < latest) return 'COMMAND_TOO_OLD'
        const same = happened.find(({ definedAt }) => definedAt === data.definedAt)
        const told = (of: SkuCommand['data']) => [of.name, ...of.components.flatMap((one) => [one.sku, one.priceShare])].join()
        if (same !== undefined) return told(same) === told(data) ? 'repeat' : 'COMMAND_DIFFERS'
        const parts = data.components
        if (happened.length > 0 && (happened[0]!.components.length === 0) !== (parts.length === 0)) return 'SKU_KIND_FIXED'
        if (parts.some((one) => one.kind === 'bundle' || one.sku === 'S')) return 'BUNDLE_OF_BUNDLES'
        if (parts.some((one) => one.kind === null)) return 'SKU_UNKNOWN'
        if (parts[0]?.sku === parts[1]?.sku && parts.length === 2) return 'BAD_REQUEST'
        if (parts.length > 0 && parts.reduce((sum, one) => sum + one.priceShare, 0) === 0) return 'AMOUNTS_BROKEN'
        happened.push(data)
        return 'happens'
      }
      return {
        judge,
        check({ definition }) {
          equal([definition?.name, definition?.definedAt], [happened.at(-1)?.name, happened.at(-1)?.definedAt], 'what holds')
          law(new Set(happened.map(({ components }) => components.length > 0)).size <= 1, 'a SKU is of one kind')
        },
      }
    },
  })
})

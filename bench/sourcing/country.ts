import { areaList } from '@vant/area-data'
import { type Random, randomFor } from '../../demo/random.ts'
import { type PriceCard, storeCard, warehouseCard } from './cards.ts'
import { type Good, goodsOf, zipf } from './goods.ts'
import { kilometres, type Province, provinces, remoteProvinces } from './provinces.ts'

/**
 * A country to source orders in: 31 provinces, 30 warehouses, 500 stores, price cards, goods, stock and orders, all of it following from
 * a seed. It knows nothing of how orders are sourced, and was written before that was.
 */
export interface Country {
  readonly goods: readonly Good[]
  readonly cards: readonly PriceCard[]
  readonly sites: readonly Site[]
  readonly orders: readonly CountryOrder[]
}

export interface Place {
  readonly path: readonly [province: string, city: string, district: string]
  readonly latitude: number
  readonly longitude: number
}

export interface Held {
  readonly onHand: number
  readonly safetyUnits: number
  /** Units left of what each channel may take; a channel that is not named may take all. */
  readonly channelUnits: Readonly<Record<string, number>>
  readonly soldPerDayHundredths: number
}

export interface Site {
  readonly location: string
  readonly kind: 'warehouse' | 'store'
  readonly place: Place
  readonly card: string
  readonly covers: readonly string[]
  readonly installs: boolean
  readonly scansSerials: boolean
  readonly invoicingEntities: readonly string[]
  readonly subsidyRegions: readonly string[]
  readonly hasSlot: boolean
  readonly handlingFen: number
  readonly stock: ReadonlyMap<string, Held>
}

export interface CountryOrder {
  readonly orderId: string
  readonly channel: string
  readonly invoicingEntity: string
  readonly shipTo: Place
  readonly subsidised: boolean
  readonly promisedDays: number
  readonly lines: readonly { readonly lineId: string; readonly good: Good; readonly quantity: number }[]
}

interface City {
  readonly code: string
  readonly province: Province
  readonly places: readonly Place[]
}

export interface CountrySize {
  readonly goods: number
  readonly orders: number
}

const channels = ['taobao', 'jd', 'douyin', 'app'] as const
const stockOut = 0.1
const centralWarehouses = 12

export function countryOf(seed: number, size: CountrySize = { goods: 200, orders: 2_000 }): Country {
  const cities = citiesOf(seed)
  const goods = goodsOf(seed, size.goods)
  const warehouses = warehousesOf(seed, cities, goods)
  const stores = storesOf(seed, cities, goods)
  const cards = [
    ...unique(warehouses).map(([province, city]) => warehouseCard(province, city)),
    ...unique(stores).map(([province, city]) => storeCard(province, city)),
  ]
  const market: Market = { homes: byPeople(cities), goods, wanted: zipf(goods.length) }
  const orders = Array.from({ length: size.orders }, (_, index) => orderOf(seed, index, market))
  return { goods, cards, sites: [...warehouses, ...stores], orders }
}

const provinceOf = new Map(provinces.map((province) => [province.code, province]))

function unique(sites: readonly Site[]): readonly (readonly [Province, string])[] {
  return [...new Set(sites.map(({ place }) => place.path[1]))].map((city) => [provinceOf.get(`${city.slice(0, 2)}0000`)!, city] as const)
}

/** Up to six cities of a province, of up to four districts each, scattered around its capital. */
function citiesOf(seed: number): readonly City[] {
  const startingWith = (list: Readonly<Record<string, string>>, prefix: string, count: number) =>
    Object.keys(list)
      .filter((code) => code.startsWith(prefix))
      .slice(0, count)
  return provinces.flatMap((province) =>
    startingWith(areaList.city_list, province.code.slice(0, 2), 6).map((code, index): City => {
      const random = randomFor(seed, 'city', code)
      const scatter = index === 0 ? 0 : 220
      const latitude = province.latitude + random.whole(-scatter, scatter)
      const longitude = province.longitude + random.whole(-scatter, scatter)
      const places = startingWith(areaList.county_list, code.slice(0, 4), 4).map(
        (district): Place => ({
          path: [province.code, code, district],
          latitude: latitude + random.whole(-20, 20),
          longitude: longitude + random.whole(-20, 20),
        }),
      )
      return { code, province, places }
    }),
  )
}

/** The six largest provinces have two, the next eighteen one; the first twelve send everywhere, the others to what is near. */
function warehousesOf(seed: number, cities: readonly City[], goods: readonly Good[]): readonly Site[] {
  const bySize = provinces.toSorted((a, b) => b.people - a.people || (a.code < b.code ? -1 : 1))
  const homes = [...bySize.slice(0, 24), ...bySize.slice(0, 6)].map((province, index) => {
    const own = cities.filter((city) => city.province === province)
    return own[Math.min(own.length - 1, index < 24 ? 0 : 1)]!
  })
  return homes.map((city, index): Site => {
    const location = `DC-${String(index + 1).padStart(2, '0')}`
    const random = randomFor(seed, location)
    const near = provinces.filter((province) => kilometres(city.province, province) <= 1_000)
    return {
      location,
      kind: 'warehouse',
      place: random.pick(city.places),
      card: `warehouse-${city.code}`,
      covers: index < centralWarehouses ? [] : near.map(({ code }) => code),
      installs: true,
      scansSerials: true,
      invoicingEntities: random.chance(0.7) ? ['A', 'B'] : ['A'],
      subsidyRegions: provinces.filter(() => random.chance(0.7)).map(({ code }) => code),
      hasSlot: random.chance(0.95),
      handlingFen: 250,
      stock: stockOf(random, goods, (rank) => ({ share: 1, units: 8 + Math.floor(400 / rank) })),
    }
  })
}

/** Where people live; most send within their city only. Franchised stores invoice in their own name. */
function storesOf(seed: number, cities: readonly City[], goods: readonly Good[]): readonly Site[] {
  const weighted = byPeople(cities)
  return Array.from({ length: 500 }, (_, index): Site => {
    const location = `ST-${String(index + 1).padStart(3, '0')}`
    const random = randomFor(seed, location)
    const city = random.weighted(weighted)
    return {
      location,
      kind: 'store',
      place: random.pick(city.places),
      card: `store-${city.code}`,
      covers: [random.chance(0.7) ? city.code : city.province.code],
      installs: random.chance(0.6),
      scansSerials: random.chance(0.8),
      invoicingEntities: random.chance(0.6) ? ['A', 'B'] : [`F${index}`],
      subsidyRegions: [city.province.code],
      hasSlot: random.chance(0.8),
      handlingFen: 500,
      stock: stockOf(random, goods, (rank) => ({ share: rank <= 40 ? 0.5 : 0.15, units: 1 + Math.floor(10 / rank) })),
    }
  })
}

/** Of the goods a site carries, one in ten is out of stock. */
function stockOf(
  random: Random,
  goods: readonly Good[],
  carried: (rank: number) => { readonly share: number; readonly units: number },
): ReadonlyMap<string, Held> {
  const stock = new Map<string, Held>()
  for (const [index, { sku }] of goods.entries()) {
    const { share, units } = carried(index + 1)
    if (!random.chance(share)) continue
    const onHand = random.chance(stockOut) ? 0 : random.whole(1, 2 * units)
    const limited = random.chance(0.1) ? { [random.pick(channels)]: random.whole(0, onHand) } : {}
    stock.set(sku, {
      onHand,
      safetyUnits: Math.floor(units / 10),
      channelUnits: limited,
      soldPerDayHundredths: Math.max(1, Math.round((units * random.whole(5, 20)) / 2)),
    })
  }
  return stock
}

const byPeople = (cities: readonly City[]): readonly (readonly [City, number])[] =>
  cities
    .filter(({ places }) => places.length > 0)
    .map((city) => [city, city.province.people / cities.filter(({ province }) => province === city.province).length] as const)

const baskets = [
  [1, 70],
  [2, 20],
  [3, 6],
  [4, 3],
  [5, 1],
] as const

interface Market {
  readonly homes: readonly (readonly [City, number])[]
  readonly goods: readonly Good[]
  readonly wanted: (random: Random) => number
}

function orderOf(seed: number, index: number, { homes, goods, wanted }: Market): CountryOrder {
  const random = randomFor(seed, 'order', index)
  const shipTo = random.pick(random.weighted(homes).places)
  const chosen = new Set<number>()
  const count = random.weighted(baskets)
  while (chosen.size < count) chosen.add(wanted(random))
  return {
    orderId: `order-${index}`,
    channel: random.pick(channels),
    invoicingEntity: random.chance(0.8) ? 'A' : 'B',
    shipTo,
    subsidised: random.chance(0.15),
    promisedDays: random.weighted([
      [2, 20],
      [3, 50],
      [5, 30],
    ]),
    lines: [...chosen].map((rank, place) => ({
      lineId: String(place + 1),
      good: goods[rank]!,
      quantity: random.weighted([
        [1, 90],
        [2, 8],
        [3, 2],
      ]),
    })),
  }
}

const dayEnds = [300, 900, 1_600, 2_500] as const

/** Days from a site to a place: one up to 300 km, more by distance, two more to where it is remote. */
export function daysBetween(site: Site, shipTo: Place): number {
  const far = kilometres(site.place, shipTo)
  const days = dayEnds.findIndex((end) => far <= end)
  return (days === -1 ? dayEnds.length : days) + 1 + (remoteProvinces.has(shipTo.path[0]) ? 2 : 0)
}

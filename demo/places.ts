import { areaList } from '@vant/area-data'

/** A district with the names channels write and its division codes from the province down. */
export interface Place {
  readonly path: readonly [string, string, string]
  readonly province: string
  readonly city: string
  readonly district: string
}

export interface Location {
  readonly location: string
  readonly name: string
  readonly kind: 'warehouse' | 'store' | 'supplier'
  readonly place: Place
}

const warehouseCities = [
  ['BJ', '110100'],
  ['CD', '510100'],
  ['GZ', '440100'],
  ['HZ', '330100'],
  ['JN', '370100'],
  ['NJ', '320100'],
  ['SH', '310100'],
  ['SY', '210100'],
  ['TJ', '120100'],
  ['WH', '420100'],
  ['XA', '610100'],
  ['ZZ', '410100'],
] as const

/** Where buyers live beside the cities with warehouses; far ones have none in their province. */
const otherCities = [
  ...['320500', '330200', '370200', '440300', '440600', '210200'],
  ...['500100', '430100', '340100', '350100', '350200', '530100', '230100', '130100', '140100', '450100', '520100', '620100'],
]

const districtsPerCity = 8

function districtsOf(city: string): readonly Place[] {
  const province = `${city.slice(0, 2)}0000`
  return Object.entries(areaList.county_list)
    .filter(([code]) => code.startsWith(city.slice(0, 4)))
    .slice(0, districtsPerCity)
    .map(([code, district]) => ({
      path: [province, city, code],
      province: areaList.province_list[province]!,
      city: areaList.city_list[city]!,
      district,
    }))
}

export const warehouses: readonly Location[] = warehouseCities.map(([code, city]) => {
  const place = districtsOf(city).at(-1)!
  return { location: `DC-${code}`, name: `${place.city}中心仓`, kind: 'warehouse', place }
})

/** Sends what it makes to buyers itself. */
export const supplier: Location = {
  ...{ location: 'SP-FS', name: '佛山供应商直发', kind: 'supplier' },
  place: districtsOf('440600')[0]!,
}

/** Warehouses whose work a system of their own does; the others work with the ledger itself. */
export const withSystem: readonly string[] = ['DC-HZ', 'DC-WH']

/** Where what sells slowly is kept, the others have none of it. */
const hubs = ['DC-CD', 'DC-GZ', 'DC-HZ', 'DC-TJ', 'DC-WH']

/** Stores stand in the cities of the warehouses, one to a district. */
export function storesFor(count: number): readonly Location[] {
  return Array.from({ length: count }, (_, index): Location => {
    const [code, city] = warehouseCities[index % warehouseCities.length]!
    const turn = Math.floor(index / warehouseCities.length)
    const place = districtsOf(city)[turn]!
    return { location: `ST-${code}-${turn + 1}`, name: `${place.city}${place.district}店`, kind: 'store', place }
  })
}

/** Where buyers live, more of them where warehouses are. */
export const homes: readonly (readonly [Place, number])[] = [
  ...warehouseCities.flatMap(([, city]) => districtsOf(city).map((place) => [place, 3] as const)),
  ...otherCities.flatMap((city) => districtsOf(city).map((place) => [place, 2] as const)),
]

export type Range = 'everywhere' | 'hubs' | 'supplier'

/** Who has anything of a range, stores aside. */
export function placesOfRange(range: Range): readonly Location[] {
  if (range === 'supplier') return [supplier]
  return range === 'hubs' ? warehouses.filter(({ location }) => hubs.includes(location)) : warehouses
}

/** Where an order is expected to be sent from as long as nothing runs out: of the city, of the province, else the first by name. */
export function warehouseFor({ path: [province, city] }: Place, range: Range = 'everywhere'): string {
  const places = placesOfRange(range)
  const near = places.find(({ place }) => place.path[1] === city) ?? places.find(({ place }) => place.path[0] === province)
  return (near ?? places[0]!).location
}

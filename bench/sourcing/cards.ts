import { kilometres, type Province, provinces, remoteProvinces } from './provinces.ts'

/** What a carrier charges from one province, as price lists are printed: grams, millimetres and fen. */
export interface PriceCard {
  readonly card: string
  readonly volumetricDivisor: number
  readonly parcel: readonly {
    readonly area: string
    readonly firstGrams: number
    readonly firstFen: number
    readonly stepGrams: number
    readonly stepFen: number
  }[]
  readonly bulky: readonly { readonly category: string; readonly area: string; readonly pieceFen: number }[]
  readonly remotePieces: readonly { readonly area: string; readonly pieceFen: number }[]
  readonly insuredPerTenThousand: number
}

/** Zones: own province, then by distance, the last for what is remote. */
const zoneEnds = [500, 1_000, 1_800] as const
const firstFen = [500, 600, 800, 1_000, 1_200, 1_800] as const
const stepFen = [100, 150, 300, 450, 600, 1_200] as const
const bulkyFen = [6_000, 8_000, 11_000, 15_000, 19_000, 30_000] as const

/** A piece of the category as a percentage of a washer's price. */
export const bulkyCategories: readonly (readonly [category: string, percent: number])[] = [
  ['refrigerator', 140],
  ['washer', 100],
  ['airConditioner', 115],
  ['television', 85],
  ['dishwasher', 90],
  ['rangeHood', 70],
]

function zoneOf(from: Province, to: Province): number {
  if (remoteProvinces.has(to.code)) return from.code === to.code ? 1 : 5
  if (from.code === to.code) return 0
  const far = kilometres(from, to)
  const zone = zoneEnds.findIndex((end) => far <= end)
  return zone === -1 ? zoneEnds.length + 1 : zone + 1
}

const percentOf = (fen: number, percent: number): number => Math.round((fen * percent) / 100)

interface Terms {
  readonly card: string
  readonly volumetricDivisor: number
  /** Of what a warehouse pays. */
  readonly parcelPercent: number
  readonly bulkyPercent: number
  /** Of what the own province costs, for one's own city. */
  readonly cityPercent: number
}

function cardOf(from: Province, cities: readonly string[], terms: Terms): PriceCard {
  const areas = provinces.map((to) => ({ area: to.code, zone: zoneOf(from, to), percent: 100 }))
  const own = areas.find(({ area }) => area === from.code)!
  areas.push(...cities.map((area) => ({ area, zone: own.zone, percent: terms.cityPercent })))
  return {
    card: terms.card,
    volumetricDivisor: terms.volumetricDivisor,
    parcel: areas.map(({ area, zone, percent }) => ({
      area,
      firstGrams: 1_000,
      firstFen: percentOf(percentOf(firstFen[zone]!, terms.parcelPercent), percent),
      stepGrams: 1_000,
      stepFen: percentOf(percentOf(stepFen[zone]!, terms.parcelPercent), percent),
    })),
    bulky: areas.flatMap(({ area, zone, percent }) =>
      bulkyCategories.map(([category, size]) => ({
        category,
        area,
        pieceFen: percentOf(percentOf(percentOf(bulkyFen[zone]!, size), terms.bulkyPercent), percent),
      })),
    ),
    remotePieces: [...remoteProvinces].map((area) => ({ area, pieceFen: 3_000 })),
    insuredPerTenThousand: 10,
  }
}

/** Warehouses have a contract from their city; stores pay more for parcels, and have vans of their own in their city. */
export const warehouseCard = (from: Province, city: string): PriceCard =>
  cardOf(from, [city], { card: `warehouse-${city}`, volumetricDivisor: 8_000, parcelPercent: 100, bulkyPercent: 100, cityPercent: 80 })
export const storeCard = (from: Province, city: string): PriceCard =>
  cardOf(from, [city], { card: `store-${city}`, volumetricDivisor: 6_000, parcelPercent: 130, bulkyPercent: 125, cityPercent: 70 })

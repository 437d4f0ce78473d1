import type { Location } from './places.ts'

/** Categories carried by the piece, the heavier the dearer. */
const bulky: readonly (readonly [category: string, weight: number])[] = [
  ['refrigerator', 10],
  ['washer', 8],
  ['airConditioner', 7],
  ['television', 6],
  ['dishwasher', 6],
  ['waterHeater', 4],
  ['rangeHood', 4],
]

/** Fen for a parcel's first kilogram, each further one, and a bulky piece of weight one. */
type Level = readonly [firstFen: number, stepFen: number, pieceFen: number]

const levels: Readonly<Record<Location['kind'], { readonly city: Level; readonly province: Level; readonly country: Level }>> = {
  warehouse: { city: [600, 60, 600], province: [800, 120, 900], country: [1_200, 350, 1_900] },
  store: { city: [500, 80, 500], province: [1_200, 300, 1_600], country: [1_800, 600, 3_000] },
  supplier: { city: [800, 120, 900], province: [900, 180, 1_100], country: [1_100, 300, 1_700] },
}

function cardOf({ location, kind, place }: Location) {
  const { city, province, country } = levels[kind]
  const areas: readonly (readonly [string, Level])[] = [
    ['CN', country],
    [place.path[0], province],
    [place.path[1], city],
  ]
  return {
    card: location,
    volumetricDivisor: 8_000,
    parcel: areas.map(([area, [firstFen, stepFen]]) => ({ area, firstGrams: 1_000, firstFen, stepGrams: 1_000, stepFen })),
    bulky: areas.flatMap(([area, [, , pieceFen]]) => bulky.map(([category, weight]) => ({ area, category, pieceFen: pieceFen * weight }))),
    surcharges: [],
  }
}

/** Every place has prices of its own: near is cheap. */
export const tariffOf = (locations: readonly Location[]) => ({ cards: locations.map(cardOf) })

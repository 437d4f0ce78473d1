import { type Random, randomFor } from '../../demo/random.ts'

export interface Good {
  readonly sku: string
  readonly category: string
  readonly weightGrams: number
  readonly sizeMillimetres: readonly [number, number, number]
  readonly priceFen: number
  readonly needsInstallation: boolean
}

type Kind = readonly [
  category: string,
  share: number,
  grams: number,
  size: readonly [number, number, number],
  yuan: number,
  install: boolean,
]

const kinds: readonly Kind[] = [
  ['refrigerator', 8, 85_000, [760, 700, 1_850], 3_299, false],
  ['washer', 8, 72_000, [680, 660, 900], 2_799, true],
  ['airConditioner', 8, 46_000, [950, 380, 620], 2_999, true],
  ['television', 6, 30_000, [1_600, 200, 1_000], 3_699, true],
  ['dishwasher', 4, 48_000, [660, 660, 880], 3_999, true],
  ['rangeHood', 4, 28_000, [920, 460, 520], 1_999, true],
  ['airPurifier', 7, 9_000, [360, 360, 620], 1_499, false],
  ['riceCooker', 14, 5_000, [380, 310, 270], 459, false],
  ['kettle', 14, 1_600, [240, 220, 240], 149, false],
  ['hairDryer', 12, 900, [260, 110, 220], 239, false],
  ['filter', 15, 500, [180, 120, 120], 99, false],
]

/** Sizes and weights scatter around those of their kind. */
export function goodsOf(seed: number, count: number): readonly Good[] {
  return Array.from({ length: count }, (_, index): Good => {
    const random = randomFor(seed, 'good', index)
    const [category, , grams, size, yuan, needsInstallation] = random.weighted(kinds.map((kind) => [kind, kind[1]] as const))
    const scaled = (of: number, from: number, to: number) => Math.max(1, Math.round((of * random.whole(from, to)) / 100))
    return {
      sku: `${category}-${index}`,
      category,
      weightGrams: scaled(grams, 70, 140),
      sizeMillimetres: size.map((side) => scaled(side, 85, 115)) as [number, number, number],
      priceFen: scaled(yuan * 100, 60, 180),
      needsInstallation,
    }
  })
}

/** Zipf: the n-th most wanted is wanted 1/n as often as the first. */
export function zipf(count: number): (random: Random) => number {
  const sums: number[] = []
  for (let rank = 1; rank <= count; rank++) sums.push((sums.at(-1) ?? 0) + 1 / rank)
  return (random) => {
    const drawn = random.next() * sums.at(-1)!
    const found = sums.findIndex((sum) => drawn < sum)
    return found === -1 ? count - 1 : found
  }
}

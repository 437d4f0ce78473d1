import type { BenchOptions, BenchResult, Figure } from './bench.ts'
import { type Season, season } from './sourcing/season.ts'
import { measureLargeBaskets, measureSpeed } from './sourcing/speed.ts'

/*
 * Plans a second on one core, and what orders cost by plan beside what they cost from the nearest location, in ten countries.
 */
const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1)
const ORDERS = 4_000
const TIMED_ORDERS = 1_000
const LARGE_ORDERS = 200

export async function run({ scale, onProgress }: BenchOptions): Promise<Omit<BenchResult, 'bench' | 'machine'>> {
  const scaled = (orders: number) => Math.max(40, Math.round(orders * scale))
  const speed = [...measureSpeed(scaled(TIMED_ORDERS)), ...measureLargeBaskets(scaled(LARGE_ORDERS))]
  const seasons = SEEDS.map((seed) => {
    const result = season(seed, scaled(ORDERS))
    onProgress(`seed ${seed}: ${describe(result)}`)
    return { seed, ...result }
  })
  return { figures: [...speed, ...savings(seasons)], notes: notesOf(seasons) }
}

type Seeded = Season & { readonly seed: number }
type Rule = 'nearest' | 'nearestWarehouse'

const percent = (part: number, whole: number): number => Math.round((1_000 * part) / whole) / 10
const savedPercent = ({ plan, ...others }: Season, rule: Rule, what: 'paidFen' | 'weighedFen'): number =>
  percent(others[rule][what] - plan[what], others[rule][what])
const closedPercent = ({ plan, boundFen, ...others }: Season, rule: Rule): number =>
  percent(others[rule].weighedFen - plan.weighedFen, others[rule].weighedFen - boundFen)

function savings(seasons: readonly Seeded[]): Figure[] {
  const names = { nearest: 'nearest of all first', nearestWarehouse: 'nearest warehouse first' } as const
  return (['nearestWarehouse', 'nearest'] as const).flatMap((rule) => [
    over(seasons, `saved beside ${names[rule]}, paid`, (each) => savedPercent(each, rule, 'paidFen')),
    over(seasons, `saved beside ${names[rule]}, with lateness and further deliveries`, (each) => savedPercent(each, rule, 'weighedFen')),
    over(seasons, `of the gap from ${names[rule]} to the bound closed`, (each) => closedPercent(each, rule)),
  ])
}

/** The mean of all seeds, and from the worst to the best. */
function over(seasons: readonly Seeded[], name: string, of: (each: Season) => number): Figure {
  const values = seasons.map(of)
  const worst = seasons[values.indexOf(Math.min(...values))]!
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { name: `${name} (worst seed ${worst.seed})`, value: mean, unit: '%', range: rangeOf(values) }
}

function notesOf(seasons: readonly Seeded[]): string[] {
  const sum = (of: (each: Seeded) => number) => seasons.reduce((total, each) => total + of(each), 0)
  const three = (of: (name: 'plan' | Rule) => (each: Seeded) => number) =>
    `${sum(of('plan'))} by plan, ${sum(of('nearestWarehouse'))} nearest warehouse, ${sum(of('nearest'))} nearest of all`
  const moreLate = seasons.filter((each) => each.plan.late > Math.min(each.nearest.late, each.nearestWarehouse.late))
  return [
    `${sum(({ orders }) => orders)} orders that every rule filled`,
    `late orders: ${three((name) => (each) => each[name].late)}; seeds with more by plan: ${moreLate.map(({ seed }) => seed).join(', ') || 'none'}`,
    `further deliveries: ${three((name) => (each) => each[name].furtherDeliveries)}`,
    `unfilled: ${three((name) => (each) => each.unfilled[name])}`,
    `plans not proven: ${sum(({ unproven }) => unproven)}`,
  ]
}

const describe = (each: Season): string =>
  `${savedPercent(each, 'nearestWarehouse', 'paidFen')} % and ${savedPercent(each, 'nearest', 'paidFen')} % saved, late ${each.plan.late}, ${each.nearestWarehouse.late} and ${each.nearest.late}`

const rangeOf = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)]

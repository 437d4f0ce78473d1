import type { SourcingDocument } from '../../domain/sourcing/document.ts'
import { openMarket, sourceOrder } from '../../domain/sourcing/plan.ts'
import type { Figure } from '../bench.ts'
import { median, quantile } from '../machine.ts'
import { benchPolicy, openShelf, questionOf, tariffOf } from './asked.ts'
import { type Country, type CountryOrder, countryOf } from './country.ts'

const ROUNDS = 7
const rangeOf = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)]

/** The same questions again and again, by the clock and by the processor time of the thread, which other work on the machine disturbs less. */
export function measureSpeed(orders: number): Figure[] {
  const country = countryOf(1, { goods: 200, orders })
  const market = openMarket(benchPolicy, tariffOf(country))
  const shelf = openShelf(country, false)
  const questions = country.orders.map((order) => questionOf(country, order, shelf))
  const byClock: number[] = []
  const byProcessor: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const [began, used] = [performance.now(), process.threadCpuUsage()]
    for (const question of questions) sourceOrder(market, question)
    const { user, system } = process.threadCpuUsage(used)
    byProcessor.push((orders * 1_000_000) / (user + system))
    byClock.push((orders * 1_000) / (performance.now() - began))
  }
  const figure = (name: string, values: readonly number[]): Figure => ({
    name,
    value: median(values),
    unit: 'plans/s',
    range: rangeOf(values),
  })
  return [figure('one thread, by processor time', byProcessor), figure('one thread, by the clock', byClock)]
}

/** Baskets far larger than those of the country, and lines whose units may be split. */
const large = [
  { lines: 5, quantity: 1, splitQuantities: false },
  { lines: 10, quantity: 1, splitQuantities: false },
  { lines: 15, quantity: 1, splitQuantities: false },
  { lines: 3, quantity: 4, splitQuantities: true },
  { lines: 6, quantity: 4, splitQuantities: true },
  { lines: 10, quantity: 4, splitQuantities: true },
]

export function measureLargeBaskets(orders: number): Figure[] {
  const country = countryOf(1, { goods: 200, orders })
  return large.map(({ lines, quantity, splitQuantities }) => {
    const name = `${lines} lines of ${quantity}${splitQuantities ? ', units split' : ''}`
    const asked = country.orders.map((order, index) => withLines(country, order, index, lines, quantity))
    return figureOf(name, country, { ...benchPolicy, splitQuantities }, asked)
  })
}

/** Goods in steps that are coprime to how many there are, so that the wanted and the seldom wanted meet. */
function withLines({ goods }: Country, order: CountryOrder, index: number, lines: number, quantity: number): CountryOrder {
  return {
    ...order,
    lines: Array.from({ length: lines }, (_, place) => ({
      lineId: String(place).padStart(2, '0'),
      good: goods[(index * 7 + place * 13) % goods.length]!,
      quantity,
    })),
  }
}

function figureOf(name: string, country: Country, document: SourcingDocument, orders: readonly CountryOrder[]): Figure {
  const market = openMarket(document, tariffOf(country))
  const shelf = openShelf(country, false)
  let [found, proven] = [0, 0]
  const millis = orders.map((order) => {
    const question = questionOf(country, order, shelf)
    const used = process.threadCpuUsage()
    const sourced = sourceOrder(market, question)
    const { user, system } = process.threadCpuUsage(used)
    found += sourced.found ? 1 : 0
    proven += sourced.proven ? 1 : 0
    return (user + system) / 1_000
  })
  const shares = `${found} found and ${proven} proven of ${orders.length}`
  return { name: `${name} (${shares}), p95 of processor time`, value: quantile(millis, 0.95), unit: 'ms', range: rangeOf(millis) }
}

import type { Market } from '../../domain/sourcing/candidates.ts'
import { type CostParts, openMarket, sourceOrder } from '../../domain/sourcing/plan.ts'
import type { Question } from '../../domain/sourcing/question.ts'
import { benchPolicy, openShelf, questionOf, type SentLeg, tariffOf } from './asked.ts'
import { type Country, type CountryOrder, countryOf, type Site } from './country.ts'
import { nearestFirst } from './nearest-first.ts'
import { kilometres } from './provinces.ts'

/** What sending some orders came to. */
export interface Total {
  /** What is paid: tariffs and handling. */
  paidFen: number
  /** That, and what lateness and further deliveries are weighed at; not the price of stock. */
  weighedFen: number
  late: number
  furtherDeliveries: number
}

export interface Season {
  readonly plan: Total
  readonly nearest: Total
  readonly nearestWarehouse: Total
  /** Least that the same orders could cost by any rule, weighed. */
  readonly boundFen: number
  readonly orders: number
  readonly unfilled: { readonly plan: number; readonly nearest: number; readonly nearestWarehouse: number }
  readonly unproven: number
}

type Sent = { readonly legs: readonly SentLeg[]; readonly cost: CostParts }
type Way = (question: Question, order: CountryOrder) => Sent | null

/**
 * The orders of a country one after another by three rules, each with stock of its own that they use up. The bound is of every order alone, from
 * the opening stock as if no other had taken from it, proven by the search: less stock never makes an order cheaper, so no rule is below it.
 */
export function season(seed: number, orders: number): Season {
  const country = countryOf(seed, { goods: 200, orders })
  const market = openMarket(benchPolicy, tariffOf(country))
  let unproven = 0
  const plan = sendAll(country, (question) => {
    const sourced = sourceOrder(market, question)
    if (!sourced.found) return null
    if (!sourced.proven) unproven++
    return { legs: sourced.plan.legs, cost: sourced.plan.cost }
  })
  const nearest = sendAll(
    country,
    ranked(country, market, () => 0),
  )
  const nearestWarehouse = sendAll(
    country,
    ranked(country, market, ({ kind }) => (kind === 'warehouse' ? 0 : 100_000)),
  )
  const bounds = boundsOf(country)
  const everywhere = country.orders
    .map((_, index) => index)
    .filter((index) => [plan, nearest, nearestWarehouse].every((sent) => sent[index] !== null))
  const totalOf = (sent: readonly (Sent | null)[]) =>
    everywhere.map((index) => sent[index]!).reduce(add, { paidFen: 0, weighedFen: 0, late: 0, furtherDeliveries: 0 })
  const unfilled = (sent: readonly (Sent | null)[]) => sent.filter((each) => each === null).length
  return {
    plan: totalOf(plan),
    nearest: totalOf(nearest),
    nearestWarehouse: totalOf(nearestWarehouse),
    boundFen: everywhere.reduce((sum, index) => sum + bounds[index]!, 0),
    orders: everywhere.length,
    unfilled: { plan: unfilled(plan), nearest: unfilled(nearest), nearestWarehouse: unfilled(nearestWarehouse) },
    unproven,
  }
}

function sendAll(country: Country, way: Way): readonly (Sent | null)[] {
  const shelf = openShelf(country, true)
  return country.orders.map((order) => {
    const sent = way(questionOf(country, order, shelf), order)
    if (sent !== null) shelf.take(sent, order.channel)
    return sent
  })
}

function boundsOf(country: Country): readonly number[] {
  const market = openMarket({ ...benchPolicy, opportunity: [] }, tariffOf(country))
  const shelf = openShelf(country, false)
  return country.orders.map((order) => {
    const sourced = sourceOrder(market, questionOf(country, order, shelf))
    return sourced.found ? sourced.boundFen : 0
  })
}

/** Nearest by kilometres, and by what else puts a site behind. */
function ranked(country: Country, { tariff }: Market, behind: (site: Site) => number): Way {
  return (question, order) => {
    const ranks = new Map(country.sites.map((site) => [site.location, behind(site) + kilometres(site.place, order.shipTo)]))
    return nearestFirst({ document: benchPolicy, tariff, rank: (location) => ranks.get(location)! }, question)
  }
}

function add(total: Total, { legs, cost }: Sent): Total {
  total.paidFen += cost.parcelFen + cost.bulkyFen + cost.surchargeFen + cost.handlingFen
  total.weighedFen += cost.totalFen - cost.opportunityFen
  total.late += legs.some(({ lateDays }) => lateDays > 0) ? 1 : 0
  total.furtherDeliveries += legs.length - 1
  return total
}

import { demandOf } from './demand.ts'
import { catalogueFor } from './goods.ts'
import type { Message, Operation } from './message.ts'
import { definitions, hotUnitsInAll, serialNumbers, stock } from './opening.ts'
import { type Location, storesFor, supplier, warehouses } from './places.ts'
import { policies } from './policies.ts'
import { capacities, providers } from './providers.ts'
import { restocking } from './restocking.ts'
import type { Sale } from './sale.ts'
import type { World } from './shopping.ts'
import { shopsFor } from './shops.ts'
import { storyOf, strayOf } from './story/fates.ts'
import { messagesOf, strayMessage } from './story/messages.ts'
import type { Story } from './story/told.ts'
import { dayMs, saleStart } from './times.ts'
import { type Truth, truthOf } from './truth.ts'
import { settings, workOfTheDay } from './work.ts'

export interface Options {
  readonly seed: number
  readonly orders: number
  readonly days: number
}

/** A sale from the first delivery to the last message that is known before anything of it is sent. */
export interface Plan {
  readonly seed: number
  readonly sales: readonly Sale[]
  readonly stories: readonly Story[]
  readonly locations: readonly Location[]
  /** The range, the places, what is listed where, the rules: all of it before any stock, one part after the other. */
  readonly definitions: readonly (readonly Operation[])[]
  readonly shelves: readonly Operation[]
  /** In the order of their arrival. */
  readonly messages: readonly Message[]
  readonly operations: readonly Operation[]
  /** When nobody looks any more. */
  readonly until: number
  readonly truth: Truth
}

const byArrival = (a: { readonly at: number }, b: { readonly at: number }): number => a.at - b.at
const strayRate = 0.005

/** How long it goes on after the last sale day: a backorder waits a week, a crew comes twice, a buyer takes ten days to confirm. */
const afterwardsMs = 45 * dayMs

/** A store to every 250 orders, but never fewer than six. */
const storesForOrders = (orders: number): readonly Location[] => storesFor(Math.min(40, Math.max(6, Math.ceil(orders / 250))))

export function planOf({ seed, orders, days }: Options): Plan {
  const stores = storesForOrders(orders)
  const catalogue = catalogueFor(orders)
  const world: World = { seed, orders, days, catalogue, stores, shops: shopsFor(stores) }
  const stories = Array.from({ length: orders }, (_, index) => storyOf(world, index + 1))
  const strays = Array.from({ length: Math.max(1, Math.round(orders * strayRate)) }, (_, index) => strayOf(world, index + 1))
  const sales = stories.map(({ sale }) => sale)
  const demand = demandOf(sales, stores)
  const locations = [...warehouses, ...stores, supplier]
  const messages = [...stories.flatMap((story) => messagesOf(story, seed)), ...strays.map(strayMessage)].sort(byArrival)
  const work = [...workOfTheDay(catalogue, seed), ...restocking(demand)]
  const operations = [...stories.flatMap((story) => story.operations), ...work].sort(byArrival)
  return {
    ...{ seed, sales, stories, locations, messages, operations, until: saleStart + days * dayMs + afterwardsMs },
    definitions: [
      definitions(catalogue, world.shops, locations),
      [...policies(locations), ...providers(sales), ...capacities(sales, days)],
    ],
    shelves: [...stock(catalogue, stores, demand), ...settings(catalogue), ...serialNumbers(sales)],
    truth: truthOf(messages, operations, hotUnitsInAll(demand)),
  }
}

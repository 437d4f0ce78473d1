import { demandOf } from './demand.ts'
import { catalogueFor } from './goods.ts'
import type { Message, Operation } from './message.ts'
import { definitions, hotUnitsThereAre, serialNumbers, stock } from './opening.ts'
import { type Location, storesFor, warehouses } from './places.ts'
import type { Sale } from './sale.ts'
import type { World } from './shopping.ts'
import { shopsFor } from './shops.ts'
import { storyOf, strayOf } from './story/fates.ts'
import { messagesOf, strayMessage } from './story/messages.ts'
import { dayMs, hourMs, saleStart } from './times.ts'
import { type Truth, truthOf } from './truth.ts'
import { settings, workOfTheDay } from './work.ts'

export interface Options {
  readonly seed: number
  readonly orders: number
  readonly days: number
}

/** A sale from the first delivery to the last message, decided before anything of it is sent. */
export interface Plan {
  readonly sales: readonly Sale[]
  /** The range, the places, what is listed where: all of it before any stock. */
  readonly definitions: readonly Operation[]
  readonly shelves: readonly Operation[]
  /** In the order of their arrival. */
  readonly messages: readonly Message[]
  readonly operations: readonly Operation[]
  /** When the sale is over; what would come later is never sent. */
  readonly until: number
  readonly truth: Truth
}

const byArrival = (a: { readonly at: number }, b: { readonly at: number }): number => a.at - b.at
const strayRate = 0.005

/** How long it goes on after the last sale day. */
const nightMs = 10 * hourMs

/** A store to every 250 orders, but never fewer than six. */
const storesForOrders = (orders: number): readonly Location[] => storesFor(Math.min(40, Math.max(6, Math.ceil(orders / 250))))

export function planOf({ seed, orders, days }: Options): Plan {
  const stores = storesForOrders(orders)
  const catalogue = catalogueFor(orders)
  const world: World = { seed, orders, days, catalogue, stores, shops: shopsFor(stores) }
  const until = saleStart + days * dayMs + nightMs
  const stories = Array.from({ length: orders }, (_, index) => storyOf(world, index + 1))
  const strays = Array.from({ length: Math.max(1, Math.round(orders * strayRate)) }, (_, index) => strayOf(world, index + 1))
  const sales = stories.map(({ sale }) => sale)
  const demand = demandOf(sales, stores)
  const sent = <Sent extends { readonly at: number }>(each: readonly Sent[]) => each.filter(({ at }) => at <= until).sort(byArrival)
  const messages = sent([...stories.flatMap((story) => messagesOf(story, seed)), ...strays.map(strayMessage)])
  const operations = sent([...stories.flatMap((story) => story.operations), ...workOfTheDay(catalogue, seed)])
  return {
    ...{ sales, messages, operations, until },
    definitions: [...definitions(catalogue, world.shops, [...warehouses, ...stores])],
    shelves: [...stock(catalogue, stores, demand), ...settings(catalogue), ...serialNumbers(sales)],
    truth: truthOf(messages, operations, hotUnitsThereAre(demand)),
  }
}

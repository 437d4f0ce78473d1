import type { Aggregate } from '../shared/aggregate.ts'
import { accept } from '../shared/decision.ts'
import { latest } from '../shared/latest.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import type { ShopCommand } from './commands.ts'
import type { CatalogueEvent } from './events.ts'

type ShopEvent = Extract<CatalogueEvent, { type: 'ShopDefined' }>
export type ShopDefinition = ShopEvent['data']

export interface Shop {
  definition: ShopDefinition | null
}

export interface ShopTypes {
  state: Shop
  command: ShopCommand
  event: ShopEvent
}

/** One account on a channel: stream `shop-<channel>.<shop>`. */
export const shopAggregate: Aggregate<ShopTypes> = {
  category: 'shop',
  stateVersion: 1,
  commandTypes: ['DefineShop'],
  key: ({ data }) => streamKey([data.channel, data.shop]),
  initial: () => ({ definition: null }),
  evolve: (_, { data }) => ({ definition: data }),
  decide: ({ definition }, { data }) =>
    latest(
      definition?.definedAt ?? null,
      data.definedAt,
      () => same(definition, data),
      () => accept({ type: 'ShopDefined', data }),
    ),
  freeze: (shop) => ({ ...shop }),
  thaw: (frozen) => ({ ...(frozen as Shop) }),
  weigh: () => 1_000,
}

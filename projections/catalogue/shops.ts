import type { EventOfType } from '../../domain/events.ts'
import { keyOf } from '../../domain/shared/stream-name.ts'
import { projection } from '../projection.ts'

export type ShopDocument = EventOfType<'ShopDefined'>['data']

/** By channel and shop, as in the name of the shop's stream. */
export const shops = projection<ShopDocument>({
  name: 'shops',
  version: 1,
  indexes: [{ fields: ['channel', 'shop'] }],
  handles: ['ShopDefined'],
  keys: (event) => [keyOf(event.stream)],
  evolve: (_, event) => event.data as ShopDocument,
})

import type { EventOfType } from '../../domain/events.ts'
import { projection } from '../projection.ts'

export type SkuDocument = EventOfType<'SkuDefined'>['data']

export const skus = projection<SkuDocument>({
  name: 'skus',
  version: 1,
  indexes: [{ fields: ['category', 'sku'] }, { fields: ['brand', 'sku'] }, { fields: ['barCode'] }],
  handles: ['SkuDefined'],
  keys: (event) => [(event.data as SkuDocument).sku],
  evolve: (_, event) => event.data as SkuDocument,
})

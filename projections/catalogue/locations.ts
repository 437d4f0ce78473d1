import type { EventOfType } from '../../domain/events.ts'
import { areasOf } from '../../domain/shared/region.ts'
import { projection } from '../projection.ts'

type Defined = EventOfType<'LocationDefined'>['data']
export type LocationDocument = Defined & { areas: string[] }

export const locations = projection<LocationDocument>({
  name: 'locations',
  version: 1,
  indexes: [{ fields: ['active', 'location'] }, { fields: ['areas', 'location'] }, { fields: ['storeCode'] }],
  handles: ['LocationDefined'],
  keys: (event) => [(event.data as Defined).location],
  evolve(_, event) {
    const data = event.data as Defined
    return { ...data, areas: [...areasOf(data.region.path)] }
  },
})

import type { EventOfType } from '../../domain/events.ts'
import { areasOf } from '../../domain/shared/region.ts'
import { projection } from '../projection.ts'

type Defined = EventOfType<'LocationDefined'>['data']
type Enabled = EventOfType<'LocationAbilitySet'>['data']
/** What it can do is left out until somebody says it. */
export type LocationDocument = Defined & { areas: string[]; ability?: Enabled['ability'] }

export const locations = projection<LocationDocument>({
  name: 'locations',
  version: 1,
  indexes: [{ fields: ['active', 'location'] }, { fields: ['areas', 'location'] }, { fields: ['storeCode'] }],
  handles: ['LocationDefined', 'LocationAbilitySet'],
  keys: (event) => [(event.data as Defined | Enabled).location],
  evolve(document, { type, data }) {
    if (type === 'LocationAbilitySet') {
      if (document === undefined) throw new Error(`what location ${data.location} can do is said before what it is`)
      return { ...document, ability: data.ability }
    }
    const defined = data as Defined
    return { ...defined, areas: [...areasOf(defined.region.path)], ...(document?.ability !== undefined && { ability: document.ability }) }
  },
})

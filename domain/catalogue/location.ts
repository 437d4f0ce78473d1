import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision, reject } from '../shared/decision.ts'
import { latest } from '../shared/latest.ts'
import { same } from '../shared/same.ts'
import { streamKey } from '../shared/stream-name.ts'
import type { LocationCommand } from './commands.ts'
import type { CatalogueEvent } from './events.ts'

export type LocationEvent = Extract<CatalogueEvent, { type: 'LocationDefined' | 'LocationAbilitySet' }>
type Of<Type extends LocationEvent['type']> = Extract<LocationEvent, { type: Type }>['data']
export type LocationDefinition = Of<'LocationDefined'>

export interface Location {
  definition: LocationDefinition | null
  ability: Pick<Of<'LocationAbilitySet'>, 'ability' | 'setAt'> | null
}

export interface LocationTypes {
  state: Location
  command: LocationCommand
  event: LocationEvent
}

/** A place that holds stock, and what it can do: stream `location-<location>`. */
export const locationAggregate: Aggregate<LocationTypes> = {
  category: 'location',
  stateVersion: 2,
  commandTypes: ['DefineLocation', 'SetLocationAbility'],
  key: ({ data }) => streamKey([data.location]),
  initial: () => ({ definition: null, ability: null }),
  evolve,
  decide,
  freeze: (location) => ({ ...location }),
  thaw: (frozen) => ({ ...(frozen as Location) }),
  weigh: ({ ability }) => (ability === null ? 1_000 : 2_000),
}

function evolve(location: Location, { type, data }: LocationEvent): Location {
  if (type === 'LocationDefined') return { ...location, definition: data }
  return { ...location, ability: { ability: data.ability, setAt: data.setAt } }
}

function decide({ definition, ability }: Readonly<Location>, { type, data }: LocationCommand): Decision<LocationEvent> {
  if (type === 'DefineLocation')
    return latest(
      definition?.definedAt ?? null,
      data.definedAt,
      () => same(definition, data),
      () => accept({ type: 'LocationDefined', data }),
    )
  if (definition === null) return reject('LOCATION_UNKNOWN', { location: data.location })
  return latest(
    ability?.setAt ?? null,
    data.setAt,
    () => same(ability?.ability, data.ability),
    () => accept({ type: 'LocationAbilitySet', data }),
  )
}

/** Whether new orders may be promised what is there. */
export const maySell = ({ active, kind }: Pick<LocationDefinition, 'active' | 'kind'>): boolean => active && kind !== 'transit'

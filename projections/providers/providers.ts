import type { EventOfType } from '../../domain/events.ts'
import { projection } from '../projection.ts'

export type ProviderDocument = EventOfType<'ProviderDefined'>['data']

export const providers = projection<ProviderDocument>({
  name: 'providers',
  version: 1,
  indexes: [],
  handles: ['ProviderDefined'],
  keys: (event) => [(event.data as ProviderDocument).provider],
  evolve: (_, event) => ({ ...(event.data as ProviderDocument) }),
})

import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { providerEvents } from './events.ts'

export const providerCommands = defineCommands({
  DefineProvider: { description: 'Say what a service provider is; the latest decision holds', data: providerEvents.ProviderDefined.data },
  SetCoverage: {
    description: 'Say which service a provider does, where, for what, and from when until when. Ending a row where it begins takes it back',
    data: providerEvents.CoverageSet.data,
  },
})

export type ProviderCommand = CommandsOf<typeof providerCommands>

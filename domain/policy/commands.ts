import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { policyEvents } from './events.ts'

export const policyCommands = defineCommands({
  PublishPolicy: {
    description: 'Let other rules decide from an instant on; what was decided stays decided by the version of then',
    data: policyEvents.PolicyPublished.data.omit({ version: true }),
  },
})

export type PolicyCommand = CommandsOf<typeof policyCommands>

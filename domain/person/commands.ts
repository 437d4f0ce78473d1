import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { personEvents } from './events.ts'

export const personCommands = defineCommands({
  ForgetPerson: {
    description: 'Record that the keys of a person were destroyed',
    data: personEvents.PersonForgotten.data,
  },
})

export type PersonCommand = CommandsOf<typeof personCommands>

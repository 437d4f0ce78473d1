import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { accessEvents } from './events.ts'

export const accessCommands = defineCommands({
  IssueAccessKey: {
    description: 'Give out a key; the asker made the secret and hands over only its hash',
    data: accessEvents.AccessKeyIssued.data,
  },
  RevokeAccessKey: { description: 'Make a key open nothing any more', data: accessEvents.AccessKeyRevoked.data },
})

export type AccessCommand = CommandsOf<typeof accessCommands>

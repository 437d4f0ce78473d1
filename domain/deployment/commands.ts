import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { deploymentEvents } from './events.ts'

export const deploymentCommands = defineCommands({
  DeployProcess: { description: 'Let a process act from here on', data: deploymentEvents.ProcessDeployed.data },
  ReachCheckpoint: { description: 'Note how far all processes are at rest', data: deploymentEvents.CheckpointReached.data },
})

export type DeploymentCommand = CommandsOf<typeof deploymentCommands>

import type { Aggregate } from '../shared/aggregate.ts'
import { accept } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import { streamName } from '../shared/stream-name.ts'
import { type DeploymentCommand, deploymentCommands } from './commands.ts'
import type { DeploymentEvent } from './events.ts'

export interface EventName {
  readonly stream: string
  readonly revision: number
}

export interface Deployment {
  /** How many events there are, which is the revision the next one will have. */
  events: number
  /** Revision of each process's `ProcessDeployed`. */
  deployedAt: Map<string, number>
  reached: EventName | null
}

type Frozen = Omit<Deployment, 'deployedAt'> & { deployedAt: [string, number][] }

export const deploymentKey = 'processes'

/** Which processes run on this ledger since when, and how far they are: one stream. */
export const deploymentAggregate: Aggregate<{ state: Deployment; command: DeploymentCommand; event: DeploymentEvent }> = {
  category: 'deployment',
  stateVersion: 1,
  commandTypes: Object.keys(deploymentCommands) as DeploymentCommand['type'][],
  key: () => deploymentKey,
  initial: () => ({ events: 0, deployedAt: new Map(), reached: null }),
  evolve,
  decide(state, { type, data }) {
    if (type === 'DeployProcess') return state.deployedAt.has(data.process) ? accept() : accept({ type: 'ProcessDeployed', data })
    return same(state.reached, data) ? accept() : accept({ type: 'CheckpointReached', data })
  },
  freeze: (state) => ({ ...state, deployedAt: [...state.deployedAt] }) satisfies Frozen,
  thaw: (frozen) => ({ ...(frozen as Frozen), deployedAt: new Map((frozen as Frozen).deployedAt) }),
  weigh: ({ deployedAt }) => 300 + deployedAt.size * 100,
}

function evolve(state: Deployment, { type, data }: DeploymentEvent): Deployment {
  if (type === 'ProcessDeployed') state.deployedAt.set(data.process, state.events)
  else state.reached = data
  state.events += 1
  return state
}

export const deploymentStream = streamName(deploymentAggregate.category, deploymentKey)

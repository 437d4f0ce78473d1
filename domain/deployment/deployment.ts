import type { Aggregate } from '../shared/aggregate.ts'
import { accept, type Decision } from '../shared/decision.ts'
import { streamName } from '../shared/stream-name.ts'
import { type DeploymentCommand, deploymentCommands } from './commands.ts'
import type { DeploymentEvent } from './events.ts'

export interface EventName {
  readonly stream: string
  readonly revision: number
}

/** How far a process is, and under which lease it said so; null where it needs none. */
export interface Reached extends EventName {
  readonly epoch: number | null
}

export interface Deployment {
  /** How many events there are, which is the revision the next one will have. */
  events: number
  /** Revision of each process's `ProcessDeployed`. */
  deployedAt: Map<string, number>
  /** All processes together. */
  reached: EventName | null
  /** Those that said so for themselves since then. */
  reachedBy: Map<string, Reached>
}

type Frozen = Omit<Deployment, 'deployedAt' | 'reachedBy'> & { deployedAt: [string, number][]; reachedBy: [string, Reached][] }

export const deploymentKey = 'processes'

/** Which processes run on this ledger since when, and how far they are: one stream. */
export const deploymentAggregate: Aggregate<{ state: Deployment; command: DeploymentCommand; event: DeploymentEvent }> = {
  category: 'deployment',
  stateVersion: 2,
  commandTypes: Object.keys(deploymentCommands) as DeploymentCommand['type'][],
  key: () => deploymentKey,
  initial: () => ({ events: 0, deployedAt: new Map(), reached: null, reachedBy: new Map() }),
  evolve,
  decide(state, { type, data }) {
    if (type === 'DeployProcess') return state.deployedAt.has(data.process) ? accept() : accept({ type: 'ProcessDeployed', data })
    return reach(state, data)
  },
  freeze: (state) => ({ ...state, deployedAt: [...state.deployedAt], reachedBy: [...state.reachedBy] }) satisfies Frozen,
  thaw: (frozen) => {
    const { deployedAt, reachedBy, ...rest } = frozen as Frozen
    return { ...rest, deployedAt: new Map(deployedAt), reachedBy: new Map(reachedBy) }
  },
  weigh: ({ deployedAt }) => 300 + deployedAt.size * 200,
}

/** A worker that was deposed says nothing any more. */
function reach(
  { reached, reachedBy }: Deployment,
  data: Extract<DeploymentCommand, { type: 'ReachCheckpoint' }>['data'],
): Decision<DeploymentEvent> {
  const known = data.process === null ? reached : (reachedBy.get(data.process) ?? reached)
  const owner = data.process === null ? undefined : reachedBy.get(data.process)
  if (owner !== undefined && (data.epoch ?? 0) < (owner.epoch ?? 0)) return accept()
  const isSame = known !== null && known.stream === data.stream && known.revision === data.revision
  return isSame ? accept() : accept({ type: 'CheckpointReached', data })
}

function evolve(state: Deployment, { type, data }: DeploymentEvent): Deployment {
  if (type === 'ProcessDeployed') state.deployedAt.set(data.process, state.events)
  else {
    const { process, epoch, stream, revision } = data
    if (process !== null) state.reachedBy.set(process, { stream, revision, epoch })
    else {
      state.reached = { stream, revision }
      state.reachedBy.clear()
    }
  }
  state.events += 1
  return state
}

/** Up to where a process is done; null when nothing was ever said of it. */
export const reachedOf = ({ reached, reachedBy }: Readonly<Deployment>, process: string): EventName | null =>
  reachedBy.get(process) ?? reached

export const deploymentStream = streamName(deploymentAggregate.category, deploymentKey)

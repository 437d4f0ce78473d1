import { decode } from '../../domain/codec.ts'
import {
  type Deployment,
  deploymentAggregate,
  deploymentKey,
  deploymentStream,
  type EventName,
  reachedOf,
} from '../../domain/deployment/deployment.ts'
import type { DeploymentEvent } from '../../domain/deployment/events.ts'
import { type EventStore, START } from '../../stores/events/port.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Clock } from '../ports/clock.ts'

/** How far the processes have dealt with the log, kept in the log itself: neither a lost read model nor a restored backup loses it. */
export interface ProcessCheckpoint {
  /** What all processes had to do about everything up to here was done when this was opened. */
  readonly position: bigint
  /** Position up to which a process acts on nothing, since it did not run yet. */
  deployedAt(process: string): bigint
  /** Everything up to a position is dealt with, by all processes. */
  save(position: bigint): Promise<void>
  /** Everything there is, is dealt with; only where nobody else writes. */
  saveEnd(): Promise<void>
  /** What one process had to do about everything up to here is done, as far as is known now. */
  positionOf(process: string): Promise<bigint>
  /** Says so under the epoch of the lease the process is owned under; whoever was deposed says nothing. */
  saveOf(process: string, epoch: number, position: bigint): Promise<void>
}

export interface CheckpointOptions {
  readonly events: EventStore
  readonly bus: CommandBus
  readonly clock: Clock
  readonly processes: readonly { readonly name: string }[]
}

/** A process acts only on what came after it was first deployed: that is written down the first time it is to run. */
export async function openProcessCheckpoint({ events, bus, clock, processes }: CheckpointOptions): Promise<ProcessCheckpoint> {
  const ask = (type: string, data: object, commandId: string, actor: string) =>
    bus.ask({ type, data }, { commandId, actor, occurredAt: clock.now(), correlationId: deploymentKey, causationId: deploymentKey })
  const look = async () => (await bus.look(deploymentAggregate, deploymentKey)) ?? deploymentAggregate.initial()
  const reach = ({ stream, revision }: EventName, process: string | null = null, epoch: number | null = null) => {
    const commandId = `checkpoint/${process === null ? '' : `${process}/${epoch}/`}${stream}/${revision}`
    return ask('ReachCheckpoint', { process, epoch, stream, revision }, commandId, `process:${process ?? 'checkpoint'}`)
  }

  const before = await look()
  for (const { name } of processes)
    if (!before.deployedAt.has(name)) await ask('DeployProcess', { process: name }, `deploy/${name}`, `process:${name}`)
  const opened = await look()
  const deployed = new Map<string, bigint>()
  for (const [process, revision] of opened.deployedAt)
    deployed.set(process, await positionNamed(events, { stream: deploymentStream, revision }))
  const positionOf = async (state: Readonly<Deployment>, process: string) => {
    const reached = reachedOf(state, process)
    return reached === null ? (deployed.get(process) ?? START) : positionNamed(events, reached)
  }
  return {
    position: earliest(await Promise.all(processes.map(({ name }) => positionOf(opened, name)))),
    deployedAt: (process) => deployed.get(process) ?? START,
    async save(position) {
      const last = await lastUpTo(events, position)
      if (last !== null) await reach(last)
    },
    async saveEnd() {
      await reach({ stream: deploymentStream, revision: (await look()).events })
    },
    positionOf: async (process) => positionOf(await look(), process),
    async saveOf(process, epoch, position) {
      const last = await lastUpTo(events, position)
      if (last !== null) await reach(last, process, epoch)
    },
  }
}

/** Up to where all processes had dealt with the log when they last said so; its start when they never did. */
export async function savedPosition(events: EventStore): Promise<bigint> {
  const state = deploymentAggregate.initial()
  for await (const page of events.readStream(deploymentStream)) {
    for (const event of page) deploymentAggregate.evolve(state, decode(event) as DeploymentEvent)
  }
  const reached = [...state.deployedAt.keys()].map((process) => reachedOf(state, process))
  if (reached.length === 0 || reached.some((name) => name === null)) return START
  return earliest(await Promise.all(reached.map((name) => positionNamed(events, name!))))
}

async function positionNamed(events: EventStore, { stream, revision }: EventName): Promise<bigint> {
  for await (const [event] of events.readStream(stream, { from: revision, maxCount: 1 })) if (event !== undefined) return event.position
  throw new Error(`the checkpoint of the processes names event ${revision} of stream ${stream}, which is not there`)
}

const earliest = (positions: readonly bigint[]): bigint =>
  positions.reduce((least, each) => (each < least ? each : least), positions[0] ?? START)

/** A checkpoint names no checkpoint, or one would follow another without anything having happened. */
const atMostInARow = 32

async function lastUpTo(events: EventStore, position: bigint): Promise<EventName | null> {
  for await (const page of events.readAll({ direction: 'backwards', before: position + 1n, maxCount: atMostInARow })) {
    const last = page.events.find(({ stream }) => stream !== deploymentStream)
    if (last !== undefined) return { stream: last.stream, revision: last.revision }
  }
  return null
}

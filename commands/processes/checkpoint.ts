import { deploymentAggregate, deploymentKey, deploymentStream, type EventName } from '../../domain/deployment/deployment.ts'
import { same } from '../../domain/shared/same.ts'
import { type EventStore, START } from '../../stores/events/port.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Clock } from '../ports/clock.ts'

/** How far the processes have dealt with the log, kept in the log itself: neither a lost read model nor a restored backup loses it. */
export interface ProcessCheckpoint {
  /** What processes had to do about everything up to here was done when this was opened. */
  readonly position: bigint
  /** Position up to which a process acts on nothing, since it did not run yet. */
  deployedAt(process: string): bigint
  /** Everything up to a position is dealt with. */
  save(position: bigint): Promise<void>
  /** Everything there is, is dealt with; only where nobody else writes. */
  saveEnd(): Promise<void>
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
  const reach = ({ stream, revision }: EventName) =>
    ask('ReachCheckpoint', { stream, revision }, `checkpoint/${stream}/${revision}`, 'process:checkpoint')

  const before = await look()
  for (const { name } of processes)
    if (!before.deployedAt.has(name)) await ask('DeployProcess', { process: name }, `deploy/${name}`, `process:${name}`)
  const { deployedAt, reached } = await look()
  const deployed = new Map<string, bigint>()
  for (const [process, revision] of deployedAt) deployed.set(process, await positionNamed(events, { stream: deploymentStream, revision }))
  return {
    position: reached === null ? earliest(deployed.values()) : await positionNamed(events, reached),
    deployedAt: (process) => deployed.get(process) ?? START,
    async save(position) {
      const last = await lastUpTo(events, position)
      if (last !== null && !same(last, (await look()).reached)) await reach(last)
    },
    async saveEnd() {
      await reach({ stream: deploymentStream, revision: (await look()).events })
    },
  }
}

/** Up to where the processes had dealt with the log when they last said so; its start when they never did. */
export async function savedPosition(events: EventStore): Promise<bigint> {
  for await (const page of events.readStream(deploymentStream, { direction: 'backwards' })) {
    const said = page.find(({ type }) => type === 'CheckpointReached')
    if (said !== undefined) return positionNamed(events, JSON.parse(Buffer.from(said.data).toString('utf8')))
  }
  return START
}

async function positionNamed(events: EventStore, { stream, revision }: EventName): Promise<bigint> {
  for await (const [event] of events.readStream(stream, { from: revision, maxCount: 1 })) if (event !== undefined) return event.position
  throw new Error(`the checkpoint of the processes names event ${revision} of stream ${stream}, which is not there`)
}

const earliest = (positions: Iterable<bigint>): bigint => [...positions].reduce((least, each) => (each < least ? each : least))

/** A checkpoint names no checkpoint, or one would follow another without anything having happened. */
const atMostInARow = 8

async function lastUpTo(events: EventStore, position: bigint): Promise<EventName | null> {
  for await (const page of events.readAll({ direction: 'backwards', before: position + 1n, maxCount: atMostInARow })) {
    const last = page.events.find(({ stream }) => stream !== deploymentStream)
    if (last !== undefined) return { stream: last.stream, revision: last.revision }
  }
  return null
}

import { performance } from 'node:perf_hooks'
import { locations } from '../../projections/catalogue/locations.ts'
import { type Deadline, deadlines } from '../../projections/deadlines/deadlines.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { ProjectionRunner } from '../../projections/runner/runner.ts'
import { type WaitingInstance, waiting } from '../../projections/waiting/waiting.ts'
import type { DocumentStore, Query } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Clock } from '../ports/clock.ts'
import { openProcessCheckpoint } from './checkpoint.ts'
import { startDeadlineTimer } from './deadlines/timer.ts'
import type { Process } from './process.ts'
import { type Awaited, createAwaited, type InstanceName } from './runtime/awaited.ts'
import { type LiveRuntime, startLiveRuntime } from './runtime/live.ts'
import { type Acting, anywhere } from './runtime/resuming.ts'
import type { Observer } from './runtime/triggers.ts'

export interface RunOptions {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly readModels: ProjectionRunner
  readonly bus: CommandBus
  readonly clock: Clock
  readonly processes: readonly Process[]
  readonly observers: readonly Observer[]
  /** Program errors and failing stores; never holds personal data. */
  readonly onTrouble: (message: string) => void
}

export interface RunningProcesses {
  readonly runtime: LiveRuntime
  stop(): Promise<void>
}

/** An event each time, so not often; what was dealt with since is looked at again after a crash. */
const checkpointEveryMs = 5_000

const patienceMs = 10_000

/** After a restore read models are built from the first event, which takes as long as it takes. */
async function untilReadable(readModels: ProjectionRunner, model: string, position: bigint): Promise<void> {
  while (!(await readModels.waitFor(model, position, patienceMs))) {
    const stopped = (await readModels.status()).find(({ projection, state }) => projection === model && state === 'stopped')
    if (stopped !== undefined) throw new Error(`read model ${model} stopped before position ${position}: ${stopped.cause}`)
  }
}

/** Starts all processes and the timer of their deadlines, where they stopped the last time. */
export async function runProcesses(options: RunOptions): Promise<RunningProcesses> {
  const { events, documents, readModels, bus, clock, processes, observers, onTrouble } = options
  const checkpoint = await openProcessCheckpoint({ events, bus, clock, processes })
  const awaited = createAwaited()
  for (const model of [waiting.name, locations.name, deadlines.name]) {
    await untilReadable(readModels, model, checkpoint.position)
  }
  await loadWaiting(documents, awaited)
  await loadLocations(documents, observers)
  const runtime = startLiveRuntime({
    ...{ store: events, processes, bus, clock, awaited, observers },
    after: checkpoint.position,
    acting: { deployedAt: checkpoint.deployedAt, resumeUntil: await events.head() },
    checkpointEveryMs,
    // What cannot be written now is written with the next one; until then more is read again after a crash.
    saveCheckpoint: (position) =>
      checkpoint.save(position).catch((failure: unknown) => onTrouble(`checkpoint of the processes: ${messageOf(failure)}`)),
    onFailure: ({ process, instanceId }, failure) =>
      onTrouble(`process ${process}, instance ${instanceId}: ${messageOf(failure)}; tried again`),
  })
  const timer = startDeadlineTimer({
    due: (now, atMost) => dueInstances(documents, now, atMost, checkpoint.deployedAt),
    wake: (instance) => runtime.wake([instance]),
    clocks: { wall: () => clock.now(), monotonic: () => performance.now() },
    onPause: () => onTrouble('the clock jumped: deadlines wait until it has gone steadily for a minute'),
    onFailure: (failure) => onTrouble(`deadlines: ${messageOf(failure)}; tried again`),
  })
  return {
    runtime,
    async stop() {
      await timer.stop()
      await runtime.stop()
    },
  }
}

const messageOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure))

/** Who waited when the read model was last written. */
export async function loadWaiting(documents: DocumentStore, awaited: Awaited): Promise<void> {
  const model = await openReadModel<WaitingInstance>(documents, waiting)
  const found: WaitingInstance[] = []
  for await (const page of model?.collection.scan() ?? []) for (const { body } of page) if (body !== null) found.push(body)
  for (const { process, instanceId, keys } of found.sort((a, b) => a.since - b.since)) awaited.add({ process, instanceId }, keys)
}

export async function loadLocations(documents: DocumentStore, observers: readonly Observer[]): Promise<void> {
  const model = await openReadModel(documents, locations)
  for await (const page of model?.collection.scan() ?? []) {
    for (const { body } of page) {
      const event = { type: 'LocationDefined', data: body } as never
      if (body !== null) for (const observer of observers) if (observer.types.includes('LocationDefined')) observer.see(event)
    }
  }
}

/** Whoever has a deadline at or before this instant, the longest due first. */
export async function dueInstances(
  documents: DocumentStore,
  now: number,
  limit: number,
  deployedAt: Acting['deployedAt'] = anywhere.deployedAt,
): Promise<readonly InstanceName[]> {
  const query = { where: { dueAt: { lte: now } }, sort: [{ field: 'dueAt', direction: 'ascending' as const }], limit }
  const ofOrders = await dueOrders(documents, query, deployedAt('order'))
  const ofProcesses = (await (await openReadModel<WaitingInstance>(documents, waiting))?.collection.find(query)) ?? []
  const due = new Map<string, InstanceName>()
  for (const orderId of ofOrders) due.set(`order.${orderId}`, { process: 'order', instanceId: orderId })
  for (const { body } of ofProcesses) {
    if (body !== null) due.set(`${body.process}.${body.instanceId}`, { process: body.process, instanceId: body.instanceId })
  }
  return [...due.values()]
}

/** A deadline set before the process ran is none of its business: pages of those are passed over. */
async function dueOrders(documents: DocumentStore, query: Query & { readonly limit: number }, after: bigint): Promise<readonly string[]> {
  const collection = (await openReadModel<Deadline>(documents, deadlines))?.collection
  const found: string[] = []
  for (let page = await collection?.find(query); page !== undefined; ) {
    for (const { position, body } of page) if (body !== null && position > after) found.push(body.orderId)
    const last = page.at(-1)
    if (last === undefined || page.length < query.limit || found.length >= query.limit) break
    page = await collection!.find({ ...query, after: [last.body!.dueAt, last.id] })
  }
  return found.slice(0, query.limit)
}

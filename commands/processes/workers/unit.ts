import { deadlines } from '../../../projections/deadlines/deadlines.ts'
import { waiting } from '../../../projections/waiting/waiting.ts'
import type { Lease } from '../../../stores/leases/port.ts'
import type { ProcessCheckpoint } from '../checkpoint.ts'
import { dueInstances } from '../deadlines/due.ts'
import { startDeadlineTimer } from '../deadlines/timer.ts'
import type { Process } from '../process.ts'
import { createAwaited } from '../runtime/awaited.ts'
import { type LiveRuntime, startLiveRuntime } from '../runtime/live.ts'
import { loadObserved, loadWaiting, observedModels, untilReadable } from '../runtime/load.ts'
import { guardedBus } from './guarded-bus.ts'
import type { RunOptions } from './options.ts'

/** Processes that start and stop together, with the timer of their deadlines. */
export interface Unit {
  readonly runtime: LiveRuntime
  /** Lets what is running come to rest and saves the checkpoint. */
  stop(): Promise<void>
  /** Asks nothing more, waits for nothing. */
  abandon(): void
}

/** An event each time, so not often; what was dealt with since is looked at again after a crash. */
const checkpointEveryMs = 5_000

/** All processes of the one worker there is, under one checkpoint. */
export async function startAll(options: RunOptions, checkpoint: ProcessCheckpoint): Promise<Unit> {
  return start(options, checkpoint, options.processes, null, checkpoint.position, (position) => checkpoint.save(position))
}

/** One process of a worker among several, from where whoever had it before says that everything is done. */
export async function startOwned(options: RunOptions, checkpoint: ProcessCheckpoint, process: Process, lease: Lease): Promise<Unit> {
  const { name } = process
  const after = await checkpoint.positionOf(name)
  return start(options, checkpoint, [process], lease, after, (position) => checkpoint.saveOf(name, lease.epoch ?? 0, position))
}

async function start(
  options: RunOptions,
  checkpoint: ProcessCheckpoint,
  processes: readonly Process[],
  lease: Lease | null,
  after: bigint,
  save: (position: bigint) => Promise<void>,
): Promise<Unit> {
  const { events, documents, readModels, clock, clocks, observers, onTrouble } = options
  const awaited = createAwaited()
  for (const model of [waiting.name, deadlines.name, ...observedModels(observers).map(({ projection }) => projection.name)])
    await untilReadable(readModels, model, after, lease?.signal)
  await loadWaiting(documents, awaited)
  await loadObserved(documents, observers)
  const guarded = lease === null ? { bus: options.bus } : guardedBus(options.bus, lease)
  const resumeUntil = await events.head()
  lease?.signal.throwIfAborted()
  const runtime = startLiveRuntime({
    ...{ store: events, processes, bus: guarded.bus, clock, awaited, observers, after, checkpointEveryMs },
    acting: { ...guarded, deployedAt: checkpoint.deployedAt, resumeUntil },
    // What cannot be written now is written with the next one; until then more is read again after a crash.
    saveCheckpoint: (position) =>
      save(position).catch((failure: unknown) => onTrouble(`checkpoint of the processes: ${messageOf(failure)}`)),
    onFailure: ({ process, instanceId }, failure) =>
      onTrouble(`process ${process}, instance ${instanceId}: ${messageOf(failure)}; tried again`),
  })
  const names = processes.map(({ name }) => name)
  const due = { deployedAt: checkpoint.deployedAt, ...(lease === null ? { running: names } : { processes: names }) }
  const timer = startDeadlineTimer({
    due: (now, atMost) => dueInstances(documents, now, atMost, due),
    wake: (instance) => runtime.wake([instance]),
    clocks: clocks ?? { wall: () => clock.now(), monotonic: () => performance.now() },
    onPause: () => onTrouble('the clock jumped: deadlines wait until it has gone steadily for a minute'),
    onFailure: (failure) => onTrouble(`deadlines: ${messageOf(failure)}; tried again`),
  })
  return {
    runtime,
    async stop() {
      await timer.stop()
      await runtime.stop()
    },
    abandon() {
      void timer.stop()
      runtime.abandon()
    },
  }
}

const messageOf = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure))

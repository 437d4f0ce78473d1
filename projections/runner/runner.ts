import { type Observable, Subject } from 'rxjs'
import type { DocumentStore } from '../../stores/documents/port.ts'
import { type EventStore, type Position, START } from '../../stores/events/port.ts'
import { type Contest, everything, type Ownership, projectionResource } from '../../stores/leases/port.ts'
import type { Projection } from '../projection.ts'
import { buildInBackground, buildLive } from './build-live.ts'
import type { BuildProgress } from './build-progress.ts'
import { openCheckpoints } from './checkpoints.ts'
import { type RunnerClock, systemClock } from './clock.ts'
import { follow } from './follow.ts'
import { createLiveModel, type LiveModel, statusOf } from './live-model.ts'
import { createMutex } from './mutex.ts'
import { contenderOf } from './owning.ts'
import { dropOne, retryOne } from './parked-document.ts'
import { readParked } from './parked-lists.ts'
import { openParking, type ParkedList } from './parking.ts'
import { openRequests } from './requests.ts'
import type { Retried } from './retry-parked.ts'
import { serveOthers } from './serve-others.ts'
import { openSharedView, type SharedView } from './shared-view.ts'
import type { ReadModelChanges, ReadModelStatus } from './status.ts'
import type { BuildThreads } from './threads.ts'
import { waitShared } from './wait-shared.ts'
import { createWaiters } from './waiters.ts'
import { watchOthers } from './watch-others.ts'
import { flush, type Worker } from './worker.ts'

export interface RunnerOptions {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly projections: readonly Projection[]
  readonly clock?: RunnerClock
  /** Documents kept in memory while following, all read models together. Default 128 MiB. */
  readonly cacheBytes?: number
  /** Documents kept in memory while building, all read models of one build together. Default 512 MiB. */
  readonly buildBytes?: number
  /** Which of the read models this runner keeps up to date; all of them when left out. */
  readonly ownership?: Ownership
  /** Where long builds are done; in the thread of the runner when there are none. */
  readonly buildThreads?: BuildThreads
  /** While catching up, so many events are folded before a flush. Default 20,000. */
  readonly flushEvents?: number
  /** While events keep coming, at least so many milliseconds pass before a flush, unless somebody waits for it. Default 100. */
  readonly flushAfterMs?: number
  /** Told of everything that stops a read model or keeps the worker from going on. */
  readonly onTrouble?: (message: string) => void
}

/** Keeps the read models it owns up to date with the log: one subscription, every event decoded once. Knows of the others what the store says. */
export interface ProjectionRunner {
  /** Resolves when following has begun. Read models that are new, or of another version than what is stored, are built meanwhile. */
  start(): Promise<void>
  status(): Promise<readonly ReadModelStatus[]>
  /** What each flush made readable, coalesced by flush. Completes when stopped. */
  readonly changes: Observable<ReadModelChanges>
  /** Reading one's own write: true once everything up to the position can be read, false after the timeout. */
  waitFor(projection: string, position: Position, timeoutMs: number): Promise<boolean>
  /** Flushes, then keeps everything it owns still while the work runs: for comparing, copying, backing up. */
  whilePaused<Result>(work: () => Promise<Result>): Promise<Result>
  /** Builds new collections from the first event while the old ones stay live, then switches to them. */
  rebuild(projections: readonly string[], onProgress?: (progress: BuildProgress) => void): Promise<void>
  parked(): Promise<readonly ParkedList[]>
  /** Null when the document is not parked. */
  retryParked(projection: string, key: string): Promise<Retried | null>
  /** Gives the listed events up for this document; its later events are folded again. False when it is not parked. */
  dropParked(projection: string, key: string): Promise<boolean>
  /** Flushes and ends. */
  stop(): Promise<void>
}

const DEFAULT_CACHE_BYTES = 128 * 1_048_576

export async function createProjectionRunner(options: RunnerOptions): Promise<ProjectionRunner> {
  const worker = await createWorker(options)
  const { models, turn, parking, waiters, changes, stopping } = worker
  const build = {
    ...(options.buildBytes === undefined ? {} : { memoryBytes: options.buildBytes }),
    ...(options.buildThreads === undefined ? {} : { threads: options.buildThreads }),
  }
  const underWay = new Set<Promise<unknown>>()
  const view = await openSharedView(options.documents, options.events, worker.clock)
  const requests = worker.ownership.shared ? await openRequests(options.documents, worker.clock) : null
  let contest: Contest | null = null
  let loop: Promise<void> = Promise.resolve()

  const modelOf = (projection: string): LiveModel => {
    const model = models.find((one) => one.projection.name === projection)
    if (model === undefined) throw new Error(`There is no read model ${projection}`)
    return model
  }
  const isOurs = ({ lease }: LiveModel): boolean => !worker.ownership.shared || lease !== null
  const remember = <Result>(work: Promise<Result>): Promise<Result> => {
    const done = work.catch(() => undefined).finally(() => underWay.delete(done))
    underWay.add(done)
    return work
  }

  return {
    changes: changes.asObservable(),
    async start() {
      const contender = contenderOf(worker, async (toBuild) => {
        const building = remember(buildInBackground(worker, toBuild, build))
        if ((await options.events.head()) === START) await building
      })
      contest = await worker.ownership.contend(
        models.map(({ projection }) => projectionResource(projection.name)),
        contender,
      )
      loop = follow(worker)
      if (requests === null) return
      void remember(watchOthers(worker, view))
      void remember(serveOthers(worker, requests, build))
    },
    status: () => statusOfAll(worker, view),
    async waitFor(projection, wanted, timeoutMs) {
      if (worker.ownership.shared) return waitShared(worker, view, modelOf(projection), wanted, timeoutMs)
      if (modelOf(projection).shown >= wanted) return true
      const reached = waiters.wait(projection, wanted, timeoutMs)
      worker.patience.abort()
      return reached
    },
    whilePaused: (work) =>
      turn.run(async () => {
        await flush(worker)
        return work()
      }),
    async rebuild(names, onProgress) {
      const all = names.map(modelOf)
      for (const model of all) {
        if (!isOurs(model)) await requests!.leave({ kind: 'rebuild', projection: model.projection.name, key: '' })
      }
      const wanted = all.filter(isOurs)
      if (wanted.length === 0) return
      const busy = wanted.find(({ isBuilding }) => isBuilding)
      if (busy !== undefined) throw new Error(`Read model ${busy.projection.name} is being built already`)
      await remember(buildLive(worker, wanted, { ...build, ...(onProgress === undefined ? {} : { onProgress }) }))
    },
    parked: async () => {
      if (worker.ownership.shared) return readParked(options.documents, options.projections)
      return models.flatMap(({ track }) => (track === null ? [] : parking.lists(track)))
    },
    async retryParked(projection, key) {
      const model = modelOf(projection)
      if (isOurs(model)) return turn.run(() => retryOne(worker, model, key))
      return (await requests!.ask({ kind: 'retry', projection, key }, stopping.signal)) as Retried | null
    },
    async dropParked(projection, key) {
      const model = modelOf(projection)
      if (isOurs(model)) return turn.run(() => dropOne(worker, model, key))
      return (await requests!.ask({ kind: 'drop', projection, key }, stopping.signal)) === true
    },
    async stop() {
      stopping.abort()
      await Promise.allSettled([...underWay])
      await loop
      await turn.run(async () => {
        if (worker.pendingEvents > 0) await flush(worker)
      })
      await contest?.withdraw()
      waiters.giveUp()
      changes.complete()
    },
  }
}

async function createWorker(options: RunnerOptions): Promise<Worker> {
  const { events, documents, clock = systemClock, onTrouble = () => undefined } = options
  const { cacheBytes = DEFAULT_CACHE_BYTES, flushEvents = 20_000, flushAfterMs = 100 } = options
  return {
    events,
    documents,
    clock,
    policy: { cacheBytes, flushEvents, flushAfterMs },
    checkpoints: await openCheckpoints(documents),
    parking: await openParking(documents),
    models: options.projections.map(createLiveModel),
    ownership: options.ownership ?? everything,
    changes: new Subject<ReadModelChanges>(),
    waiters: createWaiters(),
    turn: createMutex(),
    stopping: new AbortController(),
    onTrouble,
    resubscribe: new AbortController(),
    alarm: null,
    patience: new AbortController(),
    routes: new Map(),
    position: START,
    pendingEvents: 0,
    flushedAt: Number.NEGATIVE_INFINITY,
    flushTookMs: 0,
    caughtUp: false,
    oldestPendingRecordedAt: null,
    lastRecordedAt: null,
  }
}

async function statusOfAll(worker: Worker, view: SharedView): Promise<readonly ReadModelStatus[]> {
  const { clock, caughtUp, oldestPendingRecordedAt, lastRecordedAt, ownership } = worker
  const owners = await ownership.owners()
  const head = await worker.events.head()
  const waitingSince = oldestPendingRecordedAt ?? (caughtUp ? null : lastRecordedAt)
  const lagMs = waitingSince === null ? 0 : Math.max(0, clock.now() - waitingSince)
  return Promise.all(
    worker.models.map(async (model) => {
      const owner = owners.get(projectionResource(model.projection.name))
      if (model.lease === null && ownership.shared) return view.status(model.projection, owner, head)
      const parked = model.track === null ? 0 : worker.parking.count(model.track)
      return statusOf(model, parked, model.shown >= head ? 0 : lagMs, owner?.owner ?? null)
    }),
  )
}

import { assertAppendable } from '../append-limits.ts'
import { judgeAppend, type StreamView } from '../expected-revision.ts'
import { type AppendResult, EventStoreError, type EventToAppend, type ExpectedRevision } from '../port.ts'
import { createGroup, type Group } from './group.ts'
import { GROUP_HEAD, SEGMENT_HEAD } from './layout.ts'
import { createRecentIds } from './recent-ids.ts'
import { encodedBound } from './record.ts'

export interface WriterLimits {
  readonly maxAppendBytes: number
  readonly maxGroupBytes: number
  /** Appends that wait for a place in a group; beyond it they are refused. */
  readonly maxQueueBytes: number
  readonly maxSegmentBytes: number
  readonly maxRecentIdBytes: number
}

/** What the writer needs from the store around it. */
export interface WriterPorts {
  readonly limits: WriterLimits
  now(): number
  lastRevision(stream: string): number
  positionOf(stream: string, revision: number): number
  idAt(stream: string, revision: number): string
  /** Writes bytes at the end of the log, in a new segment when told so; throws the system's error and leaves nothing behind. */
  write(bytes: Uint8Array, position: number, newSegment: boolean): void
  sync(): Promise<void>
  /** All of the group is durable: show it. A promise holds up the next group. */
  publish(group: Group): Promise<void> | undefined
}

export interface Writer {
  append(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<AppendResult>
  /** Resolves when everything appended so far is written, or refused. */
  drain(): Promise<void>
}

interface Waiting {
  readonly stream: string
  readonly events: readonly EventToAppend[]
  readonly expected: ExpectedRevision
  readonly bytes: number
  readonly resolve: (result: AppendResult) => void
  readonly reject: (error: unknown) => void
}

export interface WriterStart {
  readonly end: number
  readonly segmentBase: number
  readonly lastPosition: number
  readonly recordedAt: number
}

/**
 * Group commit in two steps that overlap: while one group is being synced, appends are judged and encoded into the next. Each is judged
 * against everything before it, synced or not, and answered when all of that is synced.
 */
export function createWriter(ports: WriterPorts, start: WriterStart): Writer {
  const { limits } = ports
  const queue: Waiting[] = []
  let queuedBytes = 0
  let { end, segmentBase, recordedAt, lastPosition } = start
  let syncing: Group | undefined
  let stopped: EventStoreError | undefined
  let scheduled = false
  let idle: PromiseWithResolvers<void> | undefined
  let buffer = Buffer.allocUnsafeSlow(Math.min(limits.maxGroupBytes, 1_048_576))
  let building = nextGroup()

  const recentIds = createRecentIds(idAt, limits.maxRecentIdBytes)
  const pendingRun = (stream: string, revision: number) =>
    [building, syncing].map((group) => group?.streams.get(stream)).find((run) => run !== undefined && revision >= run.first)
  const lastRevision = (stream: string) => {
    const run = building.streams.get(stream) ?? syncing?.streams.get(stream)
    return run === undefined ? ports.lastRevision(stream) : run.first + run.ids.length - 1
  }
  function idAt(stream: string, revision: number): string {
    const run = pendingRun(stream, revision)
    return run === undefined ? ports.idAt(stream, revision) : run.ids[revision - run.first]!
  }
  const positionOf = (stream: string, revision: number) => {
    const run = pendingRun(stream, revision)
    return run === undefined ? ports.positionOf(stream, revision) : run.positions[revision - run.first]!
  }
  const viewOf = (stream: string): StreamView => {
    const last = lastRevision(stream)
    return {
      lastRevision: last,
      idAt: (revision) => idAt(stream, revision),
      recentRevisionOf: (id, count) => recentIds.revisionOf(stream, last, id, count),
    }
  }

  function nextGroup(): Group {
    const newSegment = end - segmentBase >= limits.maxSegmentBytes
    return createGroup(newSegment ? end + SEGMENT_HEAD : end, end, newSegment)
  }

  const reserve = (bytes: number): boolean => {
    const needed = (building.bytes === 0 ? GROUP_HEAD : building.bytes) + bytes
    if (needed > limits.maxGroupBytes && building.bytes > 0) return false
    if (needed > buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(limits.maxGroupBytes, buffer.length * 2)))
      buffer.copy(larger, 0, 0, building.bytes)
      buffer = larger
    }
    return true
  }

  /** Judges an append and either encodes it or notes its answer; false when this group has no room left. */
  const accept = (waiting: Waiting): boolean => {
    const { stream, events, expected } = waiting
    if (!reserve(waiting.bytes)) return false
    try {
      const view = viewOf(stream)
      const verdict = judgeAppend(view, events, expected)
      const result =
        'kind' in verdict
          ? verdict.kind === 'write'
            ? write(stream, view.lastRevision, events)
            : repeatOf(stream, verdict.revision)
          : verdict
      const dependsOnUnsynced = building.streams.has(stream) || syncing?.streams.has(stream)
      if (dependsOnUnsynced) building.answers.push({ waiting, result })
      else waiting.resolve(result)
    } catch (error) {
      waiting.reject(error)
    }
    return true
  }
  const repeatOf = (stream: string, revision: number): AppendResult => ({
    ok: true,
    revision,
    position: BigInt(positionOf(stream, revision)),
    repeated: true,
  })
  const write = (stream: string, last: number, events: readonly EventToAppend[]): AppendResult => {
    if (events.length > 0) {
      recordedAt = Math.max(recordedAt, ports.now())
      building.add(buffer, stream, last + 1, events, recordedAt)
      recentIds.appended(
        stream,
        last + 1,
        events.map(({ id }) => id),
      )
    }
    return {
      ok: true,
      revision: last + events.length,
      position: BigInt(events.length > 0 ? building.lastPosition : lastPosition),
      repeated: false,
    }
  }

  const schedule = () => {
    if (scheduled || syncing !== undefined) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      commit()
    })
  }

  /** Writes the group that was built and starts the next one behind it. */
  const commit = () => {
    if (syncing !== undefined || stopped !== undefined) return
    const group = building
    if (group.bytes === 0 && group.answers.length === 0) {
      idle?.resolve()
      return
    }
    try {
      if (group.bytes > 0) ports.write(group.finish(buffer), group.position, group.newSegment)
    } catch (error) {
      refuse(group, error)
      return
    }
    syncing = group
    if (group.bytes > 0) {
      end = group.position + group.bytes
      if (group.newSegment) segmentBase = group.position - SEGMENT_HEAD
    }
    building = nextGroup()
    const synced = group.bytes > 0 ? ports.sync() : Promise.resolve()
    synced.then(() => finish(group)).catch(stop)
    takeQueued()
  }

  const finish = async (group: Group) => {
    let congestion: Promise<void> | undefined
    if (group.bytes > 0) {
      lastPosition = group.lastPosition
      congestion = ports.publish(group)
    }
    // What was built meanwhile goes to the disk first, and is being synced while these answers are acted on.
    const goOn = () => {
      syncing = undefined
      if (building.bytes > 0) commit()
    }
    if (congestion === undefined) goOn()
    for (const { waiting, result } of group.answers) waiting.resolve(result)
    if (congestion !== undefined) {
      await congestion
      goOn()
    }
    if (syncing === undefined) {
      if (building.answers.length > 0 || queue.length > 0) schedule()
      else idle?.resolve()
    }
    takeQueued()
  }

  const takeQueued = () => {
    let taken = 0
    while (taken < queue.length && accept(queue[taken]!)) {
      queuedBytes -= queue[taken]!.bytes
      taken += 1
    }
    queue.splice(0, taken)
    if (building.answers.length > 0) schedule()
  }

  /** A write that failed left nothing behind; only a full disk lets later appends try again. */
  const refuse = (group: Group, error: unknown) => {
    if (!isDiskFull(error)) {
      stop(error)
      return
    }
    for (const stream of group.streams.keys()) recentIds.forget(stream)
    building = nextGroup()
    const refusal = new EventStoreError('DISK_FULL', 'The disk is full: nothing of this append was kept', {}, error)
    for (const { waiting } of group.answers) waiting.reject(refusal)
    takeQueued()
    if (building.answers.length === 0) idle?.resolve()
  }

  /** What a failed sync left on the disk is unknown, so nothing may be built on it. */
  const stop = (error: unknown) => {
    const message = 'A write or sync of the log failed: appends are refused until a restart, reading goes on'
    stopped = new EventStoreError('STOPPED', message, {}, error)
    const unknown = new EventStoreError('OUTCOME_UNKNOWN', `${message}; whether this append was kept shows after the restart`, {}, error)
    for (const { waiting } of syncing?.answers ?? []) waiting.reject(unknown)
    for (const { waiting } of building.answers) waiting.reject(stopped)
    for (const waiting of queue.splice(0)) waiting.reject(stopped)
    idle?.resolve()
  }

  return {
    append: (stream, events, expected) => {
      assertAppendable(stream, events, expected, limits.maxAppendBytes)
      if (stopped !== undefined) throw stopped
      let bytes = 0
      for (const event of events) bytes += encodedBound(stream, event)
      const { promise, resolve, reject } = Promise.withResolvers<AppendResult>()
      const waiting: Waiting = { stream, events, expected, bytes, resolve, reject }
      if (queue.length > 0 || !accept(waiting)) {
        if (queuedBytes + bytes > limits.maxQueueBytes) {
          throw new EventStoreError('UNAVAILABLE', 'Too many appends are waiting for the disk: nothing was written, try again', {
            queuedBytes,
          })
        }
        queue.push(waiting)
        queuedBytes += bytes
      }
      schedule()
      return promise
    },
    drain: async () => {
      while (stopped === undefined && (syncing !== undefined || building.bytes > 0 || building.answers.length > 0 || queue.length > 0)) {
        idle = Promise.withResolvers<void>()
        schedule()
        await idle.promise
      }
    },
  }
}

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

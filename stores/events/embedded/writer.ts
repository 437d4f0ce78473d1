import { assertAppendable } from '../append-limits.ts'
import { judgeAppend } from '../expected-revision.ts'
import { type AppendResult, EventStoreError, type EventToAppend, type ExpectedRevision } from '../port.ts'
import { createAppendQueue, type Waiting } from './append-queue.ts'
import { createGroup, type Group } from './group.ts'
import { createGroupBuffer } from './group-buffer.ts'
import { SEGMENT_HEAD } from './layout.ts'
import { createPendingView, type SyncedStreams } from './pending-view.ts'
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
  readonly synced: SyncedStreams
  /** The instant at which these events are recorded, in epoch milliseconds; the log never goes back behind an earlier one. */
  now(events: readonly EventToAppend[]): number
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

/** Where the log stands when the writer begins. */
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
  const queue = createAppendQueue(limits.maxQueueBytes)
  const buffer = createGroupBuffer(limits.maxGroupBytes)
  let { end, segmentBase, recordedAt, lastPosition } = start
  let syncing: Group | undefined
  let building = nextGroup()
  let stopped: EventStoreError | undefined
  let scheduled = false
  let idle: PromiseWithResolvers<void> | undefined

  const pending = createPendingView(() => (syncing === undefined ? [building] : [building, syncing]), ports.synced)
  const recentIds = createRecentIds(pending.idAt, limits.maxRecentIdBytes)

  function nextGroup(): Group {
    const newSegment = end - segmentBase >= limits.maxSegmentBytes
    return createGroup(newSegment ? end + SEGMENT_HEAD : end, end, newSegment)
  }
  const hasWork = () => building.bytes > 0 || building.answers.length > 0

  /** Judges an append and either encodes it or notes its answer; false when this group has no room left. */
  const accept = (waiting: Waiting): boolean => {
    const { stream, events, expected } = waiting
    if (!buffer.reserve(building.bytes, waiting.bytes)) return false
    try {
      const result = judge(stream, events, expected)
      if (pending.isUnsynced(stream)) building.answers.push({ waiting, result })
      else waiting.resolve(result)
    } catch (error) {
      waiting.reject(error)
    }
    return true
  }

  const judge = (stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): AppendResult => {
    const view = pending.view(stream, recentIds)
    const verdict = judgeAppend(view, events, expected)
    if (!('kind' in verdict)) return verdict
    if (verdict.kind === 'write') return encode(stream, view.lastRevision, events)
    const { revision } = verdict
    return { ok: true, revision, position: BigInt(pending.positionOf(stream, revision)), repeated: true }
  }

  const encode = (stream: string, last: number, events: readonly EventToAppend[]): AppendResult => {
    if (events.length === 0) return { ok: true, revision: last, position: BigInt(lastPosition), repeated: false }
    recordedAt = Math.max(recordedAt, ports.now(events))
    building.add(buffer.bytes(), stream, last + 1, events, recordedAt)
    recentIds.appended(stream, last + 1, events)
    return { ok: true, revision: last + events.length, position: BigInt(building.lastPosition), repeated: false }
  }

  /** Not at once: whatever else this turn of the event loop appends goes along. */
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
    if (!hasWork()) {
      idle?.resolve()
      return
    }
    const group = building
    try {
      if (group.bytes > 0) ports.write(group.finish(buffer.bytes()), group.position, group.newSegment)
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
    queue.offer(accept)
  }

  const finish = async (group: Group) => {
    const congestion = group.bytes > 0 ? ports.publish(group) : undefined
    if (group.bytes > 0) lastPosition = group.lastPosition
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
    queue.offer(accept)
    if (syncing !== undefined) return
    if (hasWork()) schedule()
    else idle?.resolve()
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
    queue.offer(accept)
    if (hasWork()) schedule()
    else idle?.resolve()
  }

  /** What a failed sync left on the disk is unknown, so nothing may be built on it. */
  const stop = (error: unknown) => {
    const message = 'A write or sync of the log failed: appends are refused until a restart, reading goes on'
    stopped = new EventStoreError('STOPPED', message, {}, error)
    const unknown = new EventStoreError('OUTCOME_UNKNOWN', `${message}; whether this append was kept shows after the restart`, {}, error)
    for (const { waiting } of syncing?.answers ?? []) waiting.reject(unknown)
    for (const { waiting } of building.answers) waiting.reject(stopped)
    queue.rejectAll(stopped)
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
      if (!queue.isEmpty() || !accept(waiting)) queue.push(waiting)
      schedule()
      return promise
    },
    drain: async () => {
      while (stopped === undefined && (syncing !== undefined || hasWork() || !queue.isEmpty())) {
        idle = Promise.withResolvers<void>()
        schedule()
        await idle.promise
      }
    },
  }
}

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

import type { AppendResult, EventToAppend } from '../port.ts'
import { encodeGroupHead } from './group-head.ts'
import { GROUP_HEAD } from './layout.ts'
import { encodeRecord } from './record.ts'

/** What a group adds to one stream. */
export interface GroupRun {
  readonly first: number
  readonly ids: string[]
  readonly positions: number[]
}

export interface Answer {
  readonly waiting: { resolve(result: AppendResult): void; reject(error: unknown): void }
  readonly result: AppendResult
}

/** Events that will be written and synced together. */
export interface Group {
  readonly position: number
  readonly newSegment: boolean
  readonly streams: Map<string, GroupRun>
  readonly answers: Answer[]
  /** Encoded so far, head included; 0 while there is no event. */
  bytes: number
  count: number
  lastPosition: number
  recordedAt: number
  /** Encodes events behind those before; the buffer must have room. */
  add(buffer: Buffer, stream: string, first: number, events: readonly EventToAppend[], recordedAt: number): void
  /** Completes the head and gives the bytes to write. */
  finish(buffer: Buffer): Uint8Array
}

export function createGroup(position: number, syncedBefore: number, newSegment: boolean): Group {
  const group: Group = {
    position,
    newSegment,
    streams: new Map(),
    answers: [],
    bytes: 0,
    count: 0,
    lastPosition: 0,
    recordedAt: 0,
    add: (buffer, stream, first, events, recordedAt) => {
      let run = group.streams.get(stream)
      if (run === undefined) {
        run = { first, ids: [], positions: [] }
        group.streams.set(stream, run)
      }
      let at = group.bytes === 0 ? GROUP_HEAD : group.bytes
      let revision = first
      for (const event of events) {
        group.lastPosition = position + at
        run.ids.push(event.id)
        run.positions.push(position + at)
        at = encodeRecord(buffer, at, position + at, recordedAt, stream, revision, event)
        revision += 1
      }
      group.bytes = at
      group.count += events.length
      group.recordedAt = recordedAt
    },
    finish: (buffer) => {
      encodeGroupHead(buffer, 0, position, { syncedBefore, bodyLength: group.bytes - GROUP_HEAD, count: group.count })
      return buffer.subarray(0, group.bytes)
    },
  }
  return group
}

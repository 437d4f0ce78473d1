import type { Appended, AppendResult, EventStore, EventToAppend, Position } from '../../../stores/events/port.ts'
import { type Expected, toStore } from '../expected.ts'
import type { Refusal } from '../refusals.ts'
import { createLanes, type Lane } from './lanes.ts'
import { beginAgain, DELETED_METADATA } from './metadata.ts'
import { lastEvent, type StreamStates } from './stream-states.ts'
import { isMetastream, isTombstone, METADATA_TYPE, metastreamOf, subjectOf, TOMBSTONE_TYPE, tombstone } from './system-names.ts'

export type Written = Pick<Appended, 'revision' | 'position'>

/** Begun, in its place among all writes of its stream; the answer comes when it is durable. */
export interface Begun<Result> {
  readonly answer: Promise<Result | Refusal>
}

export interface StreamWriter {
  append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Begun<Written>>
  /** The stream is not seen any more until it is written to again. */
  softDelete(stream: string, expected: Expected): Promise<Position | Refusal>
  /** The stream is not seen any more, and takes nothing any more. */
  tombstone(stream: string, expected: Expected): Promise<Position | Refusal>
}

interface Writing {
  readonly events: EventStore
  readonly states: StreamStates
  readonly newId: () => string
}

/** Writing with deleted streams, tombstones and metadata, which the store itself knows nothing of. */
export function createStreamWriter({ events: store, states, newId }: Writing): StreamWriter {
  const lanes = createLanes()

  async function appendPlainly(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Written | Refusal> {
    return resultOf(await store.append(stream, events, toStore(expected)), stream, expected)
  }

  /** Metadata decide how later appends are judged: nothing else of the stream goes on meanwhile. */
  async function appendAbout(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Written | Refusal> {
    try {
      return await appendPlainly(stream, events, expected)
    } finally {
      states.forget(stream)
    }
  }

  async function appendToDeleted(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Written | Refusal> {
    if (expected === 'stream-exists') return { refused: 'stream-deleted', stream }
    const last = (await lastEvent(store, stream))?.revision ?? null
    if (typeof expected === 'bigint' && expected !== BigInt(last ?? -1)) {
      return { refused: 'wrong-expected-version', stream, expected, actual: last }
    }
    const written = await appendPlainly(stream, events, last === null ? 'no-stream' : BigInt(last))
    if ('refused' in written || events.length === 0) return written
    const about = metastreamOf(stream)
    const data = beginAgain((await lastEvent(store, about))?.data ?? new Uint8Array(), written.revision - events.length + 1)
    await appendAbout(about, [metadataEvent(newId(), data)], 'any')
    return written
  }

  async function beginAppend(lane: Lane, stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Begun<Written>> {
    const { tombstoned, metadata } = await states.of(stream)
    if (tombstoned) return { answer: Promise.resolve({ refused: 'stream-deleted', stream }) }
    const mustBeAlone = isMetastream(stream) ? appendAbout : metadata.truncateBefore === 'deleted' ? appendToDeleted : null
    if (mustBeAlone === null) return { answer: lane.run(() => appendPlainly(stream, events, expected)) }
    await lane.settled()
    return { answer: Promise.resolve(await mustBeAlone(stream, events, expected)) }
  }

  /** Ends a stream by `end` when it is as expected. */
  const endStream = (stream: string, expected: Expected, end: (last: number | null) => Promise<Position | Refusal>) =>
    lanes.enter(subjectOf(stream), async (lane): Promise<Position | Refusal> => {
      await lane.settled()
      if ((await states.of(stream)).tombstoned) return { refused: 'stream-deleted', stream }
      const last = (await lastEvent(store, stream))?.revision ?? null
      const asExpected = typeof expected === 'bigint' ? expected === BigInt(last ?? -1) : expected !== 'no-stream' || last === null
      return asExpected ? end(last) : { refused: 'wrong-expected-version', stream, expected, actual: last }
    })

  return {
    append: (stream, events, expected) => lanes.enter(subjectOf(stream), (lane) => beginAppend(lane, stream, events, expected)),
    softDelete: (stream, expected) =>
      endStream(stream, expected, async (last) => {
        if (last === null) return { refused: 'wrong-expected-version', stream, expected, actual: null }
        return positionOf(await appendAbout(metastreamOf(stream), [metadataEvent(newId(), DELETED_METADATA)], 'any'))
      }),
    tombstone: (stream, expected) =>
      endStream(stream, expected, async (last) => {
        if (expected === 'stream-exists' && last === null) return { refused: 'wrong-expected-version', stream, expected, actual: null }
        return positionOf(await appendAbout(stream, [tombstone(newId())], last === null ? 'no-stream' : BigInt(last)))
      }),
  }
}

const metadataEvent = (id: string, data: Uint8Array): EventToAppend => ({ id, type: METADATA_TYPE, data, metadata: new Uint8Array() })

const positionOf = (written: Written | Refusal): Position | Refusal => ('refused' in written ? written : written.position)

const resultOf = (result: AppendResult, stream: string, expected: Expected): Written | Refusal =>
  result.ok
    ? { revision: result.revision, position: result.position }
    : { refused: 'wrong-expected-version', stream, expected, actual: result.actual === 'no-stream' ? null : result.actual }

/** Whether an event would end its stream though nobody asked for that. */
export const looksLikeTombstone = (event: EventToAppend): boolean => event.type === TOMBSTONE_TYPE && isTombstone(event)

import { assertAppendable, MAX_APPEND_BYTES } from '../../append-limits.ts'
import { type AppendResult, EventStoreError, type EventToAppend, type ExpectedRevision, type Position } from '../../port.ts'
import type { Known } from '../known.ts'
import type { Places } from '../places.ts'
import { readAnswer, type Written } from './answers.ts'
import type { Sent } from './batch-call.ts'
import type { BatchStream } from './batch-stream.ts'
import type { Prove } from './proofs.ts'
import { batchAppendOf } from './requests.ts'

export interface Appending {
  readonly batches: BatchStream
  readonly places: Places
  readonly known: Known
  readonly prove: Prove
  /** What the server is told: later it must not write any more. */
  readonly deadlineMs: number
}

/** Positions answered for one stream while an append to it was under way. */
type Answered = Set<Position>

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** As the port says; `OUTCOME_UNKNOWN` carries `stream`, `expected` and `eventIds`, which are all it takes to ask again. */
export function createAppend(appending: Appending) {
  const { batches, places, known, prove, deadlineMs } = appending
  const underWay = new Map<string, Set<Answered>>()

  const enter = (stream: string): { readonly answered: Answered; leave(): void } => {
    const others = underWay.get(stream) ?? new Set()
    const answered: Answered = new Set()
    underWay.set(stream, others.add(answered))
    return {
      answered,
      leave: () => void (others.delete(answered) && others.size === 0 && underWay.delete(stream)),
    }
  }

  /**
   * A server does not say whether it wrote or had written. What lies no further than the log was known to go had been; so had what another
   * append of this store was answered with; and what does not stand there as it was sent is someone else's of the same ids.
   */
  const isRepeat = async (
    stream: string,
    events: readonly EventToAppend[],
    { revision, position }: Written,
    before: Position,
    answered: Answered,
    about: Sent['about'],
  ): Promise<boolean> => {
    if (events.length === 0) return false
    if (position <= before || answered.has(position)) return true
    try {
      return !(await prove({ stream, events, last: revision, after: before, until: position }))
    } catch (failure) {
      throw new EventStoreError('OUTCOME_UNKNOWN', 'An append was answered, but whose it was could not be read', about, failure)
    }
  }

  return async (stream: string, events: readonly EventToAppend[], expected: ExpectedRevision): Promise<AppendResult> => {
    assertAppendable(stream, events, expected, MAX_APPEND_BYTES)
    const foreign = events.find(({ id }) => !uuid.test(id))
    if (foreign !== undefined) throw new TypeError(`An event id is a UUID for this store; got ${foreign.id}`)
    const sent = batchAppendOf(stream, events, expected, deadlineMs)
    const leavePlace = await places.take(sent.requests.reduce((bytes, request) => bytes + request.byteLength, 0))
    const { answered, leave } = enter(stream)
    try {
      const before = await known.position()
      const result = readAnswer(await batches.send(sent), expected, sent.about)
      if ('ok' in result) return result
      for (const other of underWay.get(stream)!) if (other !== answered) other.add(result.position)
      known.raise(result.position)
      return { ok: true, ...result, repeated: await isRepeat(stream, events, result, before, answered, sent.about) }
    } catch (failure) {
      if (failure instanceof EventStoreError && failure.code === 'OUTCOME_UNKNOWN') known.doubt()
      throw failure
    } finally {
      leave()
      leavePlace()
    }
  }
}

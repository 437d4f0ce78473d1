import { createStreamFilter, LARGEST_FILTER_BYTES, SMALLEST_FILTER_BYTES } from './stream-filter.ts'
import type { StreamIndex } from './stream-index.ts'

/** Answers "was there ever such a stream" from memory, as soon as it has learnt the index; until then it cannot deny any. */
export interface KnownStreams {
  add(stream: string): void
  mayHold(stream: string): boolean
  close(): void
}

const SLICE = 256

/** Learns the streams of the index in the background, and again into a larger filter when the one at hand is crowded. */
export function createKnownStreams(index: StreamIndex, unflushed: () => Iterable<string>): KnownStreams {
  let bytes = SMALLEST_FILTER_BYTES
  let filter = createStreamFilter(bytes)
  let complete = false
  let after = ''
  let scheduled: NodeJS.Immediate | undefined

  const learnSlice = () => {
    const names = index.streamsAfter(after, SLICE)
    for (const name of names) filter.add(name)
    after = names.at(-1) ?? after
    complete = names.length < SLICE
    scheduled = complete ? undefined : setImmediate(learnSlice)
    if (filter.isCrowded()) enlarge()
  }
  const enlarge = () => {
    if (bytes >= LARGEST_FILTER_BYTES) return
    clearImmediate(scheduled)
    bytes *= 4
    filter = createStreamFilter(bytes)
    for (const name of unflushed()) filter.add(name)
    complete = false
    after = ''
    scheduled = setImmediate(learnSlice)
  }
  learnSlice()

  return {
    add: (stream) => {
      filter.add(stream)
      if (filter.isCrowded()) enlarge()
    },
    mayHold: (stream) => !complete || filter.mayHold(stream),
    close: () => clearImmediate(scheduled),
  }
}

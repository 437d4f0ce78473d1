/** Says of most streams that are not there that they are not there, without asking the disk: a Bloom filter with blocks of one cache line. */
export interface StreamFilter {
  add(stream: string): void
  /** False only for a stream that was never added. */
  mayHold(stream: string): boolean
  /** Whether more streams were added than its size serves well. */
  isCrowded(): boolean
}

const BLOCK_WORDS = 16
const PROBES = 5
const BITS_PER_STREAM = 12
export const SMALLEST_FILTER_BYTES = 65_536
export const LARGEST_FILTER_BYTES = 16 * 1_048_576

/** `bytes` is a power of two. */
export function createStreamFilter(bytes: number): StreamFilter {
  const words = new Uint32Array(bytes / 4)
  const blocks = words.length / BLOCK_WORDS
  const capacity = (bytes * 8) / BITS_PER_STREAM
  let added = 0

  /** Sets the stream's bits, or only tells whether all were set. */
  const visit = (stream: string, sets: boolean): boolean => {
    let a = 0x811c9dc5
    let b = 0x9747b28c
    for (let n = 0; n < stream.length; n += 1) {
      const unit = stream.charCodeAt(n)
      a = Math.imul(a ^ unit, 0x01000193)
      b = Math.imul(b ^ unit, 0x5bd1e995)
      b ^= b >>> 15
    }
    a ^= a >>> 16
    const block = ((Math.imul(a, 0x85ebca6b) >>> 8) & (blocks - 1)) * BLOCK_WORDS
    let all = true
    for (let probe = 0; probe < PROBES; probe += 1) {
      b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35) + a
      const word = block + ((b >>> 5) & (BLOCK_WORDS - 1))
      const bit = 1 << (b & 31)
      if ((words[word]! & bit) !== 0) continue
      if (!sets) return false
      all = false
      words[word]! |= bit
    }
    return all
  }

  return {
    add: (stream) => {
      if (!visit(stream, true)) added += 1
    },
    mayHold: (stream) => visit(stream, false),
    isCrowded: () => added > capacity,
  }
}

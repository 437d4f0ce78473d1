/** What of a stream is to be seen, as its metadata say. */
export interface StreamMetadata {
  /** Events below this revision are not seen; `deleted` when the stream as a whole is not, until it is written to again. */
  readonly truncateBefore: number | 'deleted'
  /** How many of the last events are seen; null for all. */
  readonly maxCount: number | null
  /** Events recorded longer ago are not seen; null for all. */
  readonly maxAgeMs: number | null
}

export const NO_METADATA: StreamMetadata = { truncateBefore: 0, maxCount: null, maxAgeMs: null }

/** A metastream shows its last event alone. */
export const OF_A_METASTREAM: StreamMetadata = { ...NO_METADATA, maxCount: 1 }

/** What a deleted stream's `$tb` says: the largest revision there can be. JSON in JavaScript reads it as 2^63. */
const DELETED = 2 ** 63
export const DELETED_METADATA = Buffer.from('{"$tb":9223372036854775807}')

/** Anything it cannot be read from, and any value of another type, counts for nothing: so does the server of the protocol. */
export function readMetadata(data: Uint8Array): StreamMetadata {
  const { $tb, $maxCount, $maxAge } = jsonObject(data)
  return {
    truncateBefore: isFrom($tb, 0) ? ($tb >= DELETED ? 'deleted' : $tb) : 0,
    maxCount: isFrom($maxCount, 1) ? $maxCount : null,
    maxAgeMs: isFrom($maxAge, 1) ? $maxAge * 1_000 : null,
  }
}

/** The metadata of a deleted stream that begins again at this revision. */
export const beginAgain = (data: Uint8Array, revision: number): Buffer =>
  Buffer.from(JSON.stringify({ ...jsonObject(data), $tb: revision }))

const isFrom = (value: unknown, least: number): value is number => Number.isInteger(value) && (value as number) >= least

function jsonObject(data: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

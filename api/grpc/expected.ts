import type { ExpectedRevision } from '../../stores/events/port.ts'
import type { ExpectedRevisionFields } from './protocol/messages.ts'

/** What a writer believes, as it was said: a number may be any of 64 bits. */
export type Expected = bigint | 'any' | 'no-stream' | 'stream-exists'

/** Undefined when nothing was said. */
export function expectedOf(fields: ExpectedRevisionFields): Expected | undefined {
  switch (fields.expectedStreamRevision ?? fields.expectedStreamPosition) {
    case 'any':
      return 'any'
    case 'noStream':
      return 'no-stream'
    case 'streamExists':
      return 'stream-exists'
    case 'revision':
      return BigInt(fields.revision ?? 0)
    case 'streamPosition':
      return BigInt(fields.streamPosition ?? 0)
    case undefined:
      return undefined
  }
}

/** For the store, which counts no further than a safe integer: no stream is that long. */
export const toStore = (expected: Expected): ExpectedRevision =>
  typeof expected === 'bigint' ? Number(expected < farthest ? expected : farthest) : expected

const farthest = BigInt(Number.MAX_SAFE_INTEGER)

/** As trailers say it. */
export const expectedNumber = (expected: Expected): bigint =>
  typeof expected === 'bigint' ? expected : { any: -2n, 'no-stream': -1n, 'stream-exists': -4n }[expected]

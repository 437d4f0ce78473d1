import { MAX_APPEND_BYTES } from '../append-limits.ts'
import type { PageLimits } from './stream-pages.ts'
import type { TailLimits } from './stream-positions.ts'
import type { WriterLimits } from './writer.ts'

export interface EmbeddedLimits extends WriterLimits {
  readonly page: PageLimits
  readonly tail: TailLimits
}

export const DEFAULT_LIMITS: EmbeddedLimits = {
  maxAppendBytes: MAX_APPEND_BYTES,
  maxGroupBytes: 4 * 1_048_576,
  maxQueueBytes: 64 * 1_048_576,
  maxSegmentBytes: 256 * 1_048_576,
  maxRecentIdBytes: 16 * 1_048_576,
  page: { bytes: 1_048_576, events: 1_024 },
  tail: { events: 32_768, bytes: 64 * 1_048_576, ownThread: true },
}

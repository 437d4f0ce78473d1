import type { RecordedEvent } from '../../../stores/events/port.ts'
import type { StreamMetadata } from './metadata.ts'

/** The first revision of a stream that is seen when `last` is its last. Of a deleted stream there is none: ask before. */
export function firstSeen({ truncateBefore, maxCount }: StreamMetadata, last: number): number {
  const truncated = truncateBefore === 'deleted' ? last + 1 : truncateBefore
  return maxCount === null ? truncated : Math.max(truncated, last + 1 - maxCount)
}

/** Whether an event is not too old to be seen. `now` and the age are milliseconds. */
export const isYoung = ({ maxAgeMs }: StreamMetadata, { recordedAt }: Pick<RecordedEvent, 'recordedAt'>, now: number): boolean =>
  maxAgeMs === null || now - recordedAt < maxAgeMs

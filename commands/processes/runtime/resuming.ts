import { categoryOf, keyOf } from '../../../domain/shared/stream-name.ts'
import { type RecordedEvent, START } from '../../../stores/events/port.ts'
import type { InstanceName } from './awaited.ts'

/** Where in the log processes act, and where they may have been cut off. */
export interface Acting {
  /** A process acts on nothing at or before this position: it did not run yet. */
  readonly deployedAt: (process: string) => bigint
  /** The end of the log when the runtime began. Whoever wrote before it may have been in the middle of something. */
  readonly resumeUntil: bigint
  /** Whether a later event of an instance is of somebody who may not have come to do what follows either; none when left out. */
  readonly isForeign?: (event: RecordedEvent) => boolean
}

export const anywhere: Acting = { deployedAt: () => START, resumeUntil: START }

/** Events of its own after which an instance looks on. What ends it, or answers it with nothing to follow, leaves it at rest. */
export const goingOnEvents = ['StepAsked', 'Waiting', 'GivingUp', 'Compensated'] as const
const goingOn = new Set<string>(goingOnEvents)

/**
 * The instance that wrote an event and may not have come to do what follows. What woke it need not be in the log, a deadline is not:
 * its own last words are.
 */
export function cutOffAt(event: RecordedEvent, { resumeUntil, isForeign }: Acting): InstanceName | null {
  const { type, stream, position } = event
  if (!goingOn.has(type) || categoryOf(stream) !== 'process') return null
  if (position > resumeUntil && isForeign?.(event) !== true) return null
  const key = keyOf(stream)
  const dot = key.indexOf('.')
  return { process: key.slice(0, dot), instanceId: key.slice(dot + 1) }
}

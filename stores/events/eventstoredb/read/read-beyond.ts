import { type Position, type RecordedEvent, START } from '../../port.ts'
import { isInvalidPosition } from '../failures.ts'
import type { Boundaries } from './boundaries.ts'
import type { AllRequest, Place, Reads } from './reads.ts'

/** Exclusive: whatever lies further on in the direction. Any number will do, also one where no record is. */
export type Beyond = Position | 'end'

/**
 * Reads the log beyond a position. Where no record begins, a server refuses to: then from the next number on, which is right for the
 * checkpoints of a server that catches up, and if that is none either, from the nearest known record, leaving out what lies before.
 * May give one event more than `count`.
 */
export async function* readBeyond(
  { reads, boundaries }: { readonly reads: Reads; readonly boundaries: Boundaries },
  { count, ...request }: Omit<AllRequest, 'from'>,
  beyond: Beyond,
  signal?: AbortSignal,
): AsyncGenerator<readonly RecordedEvent[]> {
  const isBackwards = request.direction === 'backwards'
  const isBeyond = ({ position }: RecordedEvent): boolean => beyond === 'end' || (isBackwards ? position < beyond : position > beyond)
  // The record at the position itself comes, too, upwards. What else would lie before must not use up the count.
  const counted = count === undefined ? {} : { count: count + 1 }
  const [first, ...others] = isBackwards ? downwardsFrom(beyond, boundaries) : upwardsFrom(beyond, boundaries)
  try {
    for await (const batch of reads.all({ ...request, ...counted, from: first! }, signal)) yield batch.filter(isBeyond)
    return
  } catch (failure) {
    if (!isInvalidPosition(failure)) throw failure
  }
  for (const from of others) {
    try {
      for await (const batch of reads.all({ ...request, from }, signal)) yield batch.filter(isBeyond)
      return
    } catch (failure) {
      if (!isInvalidPosition(failure)) throw failure
    }
  }
}

function upwardsFrom(beyond: Beyond, boundaries: Boundaries): readonly Place[] {
  if (beyond === 'end') return ['end']
  if (beyond === START) return ['start']
  const known = boundaries.atOrBelow(beyond)
  return [beyond, beyond + 1n, known === START ? 'start' : known, 'start']
}

const downwardsFrom = (beyond: Beyond, boundaries: Boundaries): readonly Place[] =>
  beyond === 'end' ? ['end'] : [beyond, boundaries.atOrAbove(beyond) ?? 'end', 'end']

import { type Position, START } from '../../port.ts'

/** A record known to begin here, and when it was recorded (epoch milliseconds). */
export interface Boundary {
  readonly position: Position
  readonly recordedAt: number
}

/**
 * Places in the log where a server lets reading begin, noted while reading went by: a server refuses any other number. Few enough to be
 * kept, and thinned out evenly when they become too many.
 */
export interface Boundaries {
  note(boundary: Boundary): void
  /** The last one at or below a position; `START` when there is none. */
  atOrBelow(position: Position): Position
  /** The first one at or above it. */
  atOrAbove(position: Position): Position | undefined
  /** The last one recorded at or before an instant, and the first one recorded after it. */
  around(instant: number): { readonly before: Boundary | undefined; readonly after: Boundary | undefined }
}

export function createBoundaries(most = 4_096): Boundaries {
  let known: Boundary[] = []
  const countWhile = (holds: (boundary: Boundary) => boolean): number => {
    let low = 0
    for (let high = known.length; low < high; ) {
      const middle = (low + high) >>> 1
      if (holds(known[middle]!)) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    note(boundary) {
      const index = countWhile(({ position }) => position < boundary.position)
      if (known[index]?.position === boundary.position) return
      known.splice(index, 0, boundary)
      if (known.length > most) known = known.filter((_, each) => each % 2 === 1)
    },
    atOrBelow: (position) => known[countWhile((each) => each.position <= position) - 1]?.position ?? START,
    atOrAbove: (position) => known[countWhile((each) => each.position < position)]?.position,
    around(instant) {
      const index = countWhile(({ recordedAt }) => recordedAt <= instant)
      return { before: known[index - 1], after: known[index] }
    },
  }
}

import type { EventStore, Position } from '../../stores/events/port.ts'
import { type Moment, positionOf } from './position.ts'

/** How far the log went at a moment. Beyond its head nothing is known yet: that is the head. */
export async function knownPositionOf(events: EventStore, moment: Moment): Promise<Position> {
  const head = await events.head()
  const meant = await positionOf(events, moment)
  return meant > head ? head : meant
}

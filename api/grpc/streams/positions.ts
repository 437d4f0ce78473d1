import type { EventStore, Position } from '../../../stores/events/port.ts'
import type { From } from './read-plan.ts'

/**
 * Whether reading may begin here: where an event is. `beyond` the last event nothing is to be read, and any number is as good as another.
 */
export async function judgePosition(events: EventStore, position: Position): Promise<'event' | 'beyond' | 'none'> {
  if (position === 0n) return 'event'
  if (position > (await events.head())) return 'beyond'
  for await (const page of events.readAll({ after: position - 1n, until: position, maxCount: 1 })) {
    if (page.events[0]?.position === position) return 'event'
  }
  return 'none'
}

export const isAt = (from: From): from is bigint => typeof from === 'bigint'

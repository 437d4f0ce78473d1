import { parseMoment } from '../../replay/as-of/position.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'

/** The instant at which stock is looked at: the one that was asked for, that of a position's event, or now. */
export async function momentOf(
  events: Pick<EventStore, 'readAll'>,
  asOf: string | undefined,
  position: Position,
  now: number,
): Promise<number> {
  const moment = asOf === undefined ? null : parseMoment(asOf)
  if (moment === null) return now
  if ('instant' in moment) return moment.instant
  for await (const page of events.readAll({ direction: 'backwards', before: position + 1n, maxCount: 1 }))
    for (const event of page.events) return event.recordedAt
  return now
}

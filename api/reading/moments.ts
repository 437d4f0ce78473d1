import { knownPositionOf } from '../../replay/as-of/known-position.ts'
import { parseMoment } from '../../replay/as-of/position.ts'
import type { EventStore, Position } from '../../stores/events/port.ts'
import { Problem } from '../problem.ts'

/** The position a caller means by `asOf`. */
export async function positionAsOf(events: EventStore, text: string): Promise<Position> {
  const moment = parseMoment(text)
  if (moment === null) {
    throw new Problem('BAD_REQUEST', 'asOf: give a log position, an instant such as 2026-11-11T10:00:00+08:00, or a day such as 2026-11-11')
  }
  return knownPositionOf(events, moment)
}

/** Epoch milliseconds in digits, or ISO 8601 with offset. */
export function instantOf(name: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  const instant = parseMoment(text)
  if (instant !== null && 'instant' in instant && text.includes('T')) return instant.instant
  throw new Problem('BAD_REQUEST', `${name}: give epoch milliseconds, or an instant such as 2026-11-11T10:00:00+08:00`)
}

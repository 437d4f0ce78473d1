import type { EventStore, Position } from '../../stores/events/port.ts'

/** A past moment: a log position, or an instant in epoch milliseconds. */
export type Moment = { readonly position: Position } | { readonly instant: number }

/** Position as digits, instant as ISO 8601 with offset, or a Shanghai date, meaning its end. Null when it is none of these. */
export function parseMoment(text: string): Moment | null {
  if (/^\d+$/.test(text)) return { position: BigInt(text) }
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const instant = Date.parse(date ? `${text}T23:59:59.999+08:00` : text)
  const hasZone = date || /(Z|[+-]\d{2}:?\d{2})$/.test(text)
  return Number.isNaN(instant) || !hasZone ? null : { instant }
}

/** What the ledger knew then: the last event recorded at or before the instant. The log's record times never go back. */
export const positionOf = async (events: Pick<EventStore, 'positionAt'>, moment: Moment): Promise<Position> =>
  'position' in moment ? moment.position : events.positionAt(moment.instant)

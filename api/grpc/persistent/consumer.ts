import type { RecordedEvent } from '../../../stores/events/port.ts'
import type { Refusal } from '../refusals.ts'
import type { Delivered } from '../semantics/links.ts'
import type { GroupSettings } from './settings.ts'
import type { Place } from './source.ts'

/** One event on its way to be dealt with. */
export interface Message {
  readonly delivered: Delivered
  /** What is parked when it is given up. */
  readonly original: RecordedEvent
  /** Null for one that was parked and is replayed: no checkpoint waits for it. */
  readonly place: Place | null
  readonly retries: number
}

/** Who takes events of a group. */
export interface Consumer {
  /** Events it may have without having said what became of them. */
  readonly most: number
  readonly name: string
  readonly from: string
  /** Key id of whoever it belongs to. */
  readonly user: string
  /** Says that it was taken in, before anything is delivered. */
  confirm(): void
  deliver(message: Message): void
  /** Ends it. */
  end(refusal: Refusal): void
}

export interface Connected {
  readonly consumer: Consumer
  /** By the id it is acknowledged with. */
  readonly inFlight: Map<string, { readonly message: Message; readonly due: number }>
  /** It asked for nothing more. */
  isStopped: boolean
  total: number
}

/** Events are acknowledged by the id of the link they came by, if they did. */
export const ackIdOf = ({ delivered: { event, link } }: Message): string => (link ?? event)!.id

const hasRoom = ({ consumer, inFlight, isStopped }: Connected): boolean => !isStopped && inFlight.size < consumer.most

/** Who is next, or nobody: all have as many as they may. `turn` is how many were delivered before. */
export function pick(
  strategy: GroupSettings['strategy'],
  connected: readonly Connected[],
  { delivered }: Message,
  turn: number,
): Connected | undefined {
  if (strategy === 'DispatchToSingle') return connected.find(hasRoom)
  if (strategy === 'Pinned' || strategy === 'PinnedByCorrelation') {
    const event = (delivered.event ?? delivered.link)!
    const key = (strategy === 'Pinned' ? null : correlationOf(event)) ?? event.stream
    const pinned = connected[hash(key) % connected.length]
    return pinned !== undefined && hasRoom(pinned) ? pinned : undefined
  }
  for (let n = 0; n < connected.length; n += 1) {
    const next = connected[(turn + n) % connected.length]!
    if (hasRoom(next)) return next
  }
  return undefined
}

function correlationOf({ metadata }: RecordedEvent): string | null {
  try {
    const { $correlationId } = JSON.parse(Buffer.from(metadata).toString('utf8')) as { $correlationId?: unknown }
    return typeof $correlationId === 'string' ? $correlationId : null
  } catch {
    return null
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let n = 0; n < text.length; n += 1) value = Math.imul(value ^ text.charCodeAt(n), 0x01000193) >>> 0
  return value
}

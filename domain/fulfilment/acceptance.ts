import type { StoreAcceptDocument } from '../policy/kinds/store-accept.ts'

const minuteMs = 60_000

type Within = StoreAcceptDocument['withinMinutes']

function dueAfter(within: Within, kind: string, now: number): number | null {
  const minutes = Object.hasOwn(within, kind) ? within[kind as keyof Within] : null
  return minutes === null ? null : now + minutes * minuteMs
}

/** Until when a location of this kind has to take work that is asked of it now; null where it may take its time. */
export const acceptanceOf = ({ withinMinutes }: StoreAcceptDocument, kind: string, now: number): number | null =>
  dueAfter(withinMinutes, kind, now)

/** Until when it has to send it. */
export const sendingOf = ({ sendWithinMinutes }: StoreAcceptDocument, kind: string, now: number): number | null =>
  dueAfter(sendWithinMinutes, kind, now)

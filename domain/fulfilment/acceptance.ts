import type { StoreAcceptDocument } from '../policy/kinds/store-accept.ts'

const minuteMs = 60_000

/** Until when a location of this kind has to take work that is asked of it now; null where it may take its time. */
export function acceptanceOf({ withinMinutes }: StoreAcceptDocument, kind: string, now: number): number | null {
  const minutes = Object.hasOwn(withinMinutes, kind) ? withinMinutes[kind as keyof typeof withinMinutes] : null
  return minutes === null ? null : now + minutes * minuteMs
}

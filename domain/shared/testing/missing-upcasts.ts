import type { EventDefinition } from '../event.ts'

/** Versions from which no step leads on although it should, or one does although there is no next version. */
export function missingUpcasts({ version = 1, upcasts = {} }: EventDefinition): readonly number[] {
  const wanted = Array.from({ length: version - 1 }, (_, place) => place + 1)
  const given = Object.keys(upcasts).map(Number)
  return [...wanted.filter((from) => !given.includes(from)), ...given.filter((from) => !wanted.includes(from))]
}

import type { Query } from '../state/address.ts'
import { address, hashOf } from '../state/address.ts'
import { useChanges } from '../state/live.ts'
import { type Loaded, useLoaded } from '../state/load.ts'

/** The past moment of which the map is shown, as the address says; empty for now. */
export const shownMoment = (): string => address.value.query.asOf ?? ''

/** A way within the map: the moment stays. */
export const stockHref = (path: readonly string[], query: Query = {}): string =>
  hashOf(['stock', ...path], { ...query, asOf: shownMoment() })

/** Something of the map at the shown moment. It follows what changes only while that is now. */
export function useStock<Value>(
  key: string,
  readModels: readonly string[],
  load: (asOf: string | undefined, signal: AbortSignal) => Promise<Value>,
): Loaded<Value> {
  const asOf = shownMoment()
  const loaded = useLoaded(`${key}@${asOf}`, (signal) => load(asOf || undefined, signal))
  useChanges(asOf === '' ? readModels : [], loaded.reload)
  return loaded
}

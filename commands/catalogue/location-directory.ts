import type { LocationFacts } from './port.ts'

/** All locations at once: a few thousand at most, needed whole for every sourcing. */
export interface LocationDirectory {
  /** As an event at this position has it; what an earlier one says after a later one changes nothing. */
  define(location: LocationFacts, position: bigint): void
  /** By the location's own id, or by what channels and tills call it. */
  byCode(code: string): LocationFacts | null
  /** Those that may promise stock, in a stable order. */
  active(): readonly LocationFacts[]
}

export function createLocationDirectory(): LocationDirectory {
  const byId = new Map<string, LocationFacts>()
  const definedAt = new Map<string, bigint>()
  const byStoreCode = new Map<string, string>()
  let active: readonly LocationFacts[] | null = null

  return {
    define(facts, position) {
      if (position < (definedAt.get(facts.location) ?? position)) return
      definedAt.set(facts.location, position)
      const before = byId.get(facts.location)
      if (before?.storeCode != null && byStoreCode.get(before.storeCode) === facts.location) byStoreCode.delete(before.storeCode)
      byId.set(facts.location, facts)
      if (facts.storeCode !== null) byStoreCode.set(facts.storeCode, facts.location)
      active = null
    },
    byCode: (code) => byId.get(byStoreCode.get(code) ?? code) ?? null,
    active() {
      active ??= [...byId.values()]
        .filter((location) => location.active && location.kind !== 'transit')
        .sort((a, b) => (a.location < b.location ? -1 : 1))
      return active
    },
  }
}

import type { LocationAbility } from '../../domain/catalogue/ability.ts'
import { maySell } from '../../domain/catalogue/location.ts'
import type { EventType } from '../../domain/events.ts'
import type { ProjectedEvent } from '../../projections/projection.ts'
import type { AbleLocation, LocationFacts } from './port.ts'

/** All locations at once: a few thousand at most, needed whole for every sourcing. */
export interface LocationDirectory {
  /** As an event at this position has it; what an earlier one says after a later one changes nothing. */
  define(location: LocationFacts, position: bigint): void
  enable(location: string, ability: LocationAbility | null, position: bigint): void
  /** By the location's own id, or by what channels and tills call it. */
  byCode(code: string): LocationFacts | null
  kindOf(location: string): LocationFacts['kind'] | null
  /** Those that may promise stock, in a stable order. */
  active(): readonly AbleLocation[]
  /** Position of the last event that was taken in. */
  knownAt(): bigint
}

export function createLocationDirectory(): LocationDirectory {
  const byId = new Map<string, LocationFacts>()
  const definedAt = new Map<string, bigint>()
  const abilities = new Map<string, LocationAbility | null>()
  const enabledAt = new Map<string, bigint>()
  const byStoreCode = new Map<string, string>()
  let active: readonly AbleLocation[] | null = null
  let knownAt = 0n

  /** Whether it is no older than what is known of the location. */
  function takes(known: Map<string, bigint>, location: string, position: bigint): boolean {
    if (position < (known.get(location) ?? position)) return false
    known.set(location, position)
    if (position > knownAt) knownAt = position
    active = null
    return true
  }

  return {
    define(facts, position) {
      if (!takes(definedAt, facts.location, position)) return
      const before = byId.get(facts.location)
      if (before?.storeCode != null && byStoreCode.get(before.storeCode) === facts.location) byStoreCode.delete(before.storeCode)
      byId.set(facts.location, facts)
      if (facts.storeCode !== null) byStoreCode.set(facts.storeCode, facts.location)
    },
    enable(location, ability, position) {
      if (takes(enabledAt, location, position)) abilities.set(location, ability)
    },
    byCode: (code) => byId.get(byStoreCode.get(code) ?? code) ?? null,
    kindOf: (location) => byId.get(location)?.kind ?? null,
    active() {
      active ??= [...byId.values()]
        .filter(maySell)
        .map((location) => ({ ...location, ability: abilities.get(location.location) ?? null }))
        .sort((a, b) => (a.location < b.location ? -1 : 1))
      return active
    },
    knownAt: () => knownAt,
  }
}

/** Keeps a directory as current as the events it is shown. */
export function directoryObserver(directory: LocationDirectory): { types: readonly EventType[]; see(event: ProjectedEvent): void } {
  return {
    types: ['LocationDefined', 'LocationAbilitySet'],
    see({ type, data, position }) {
      if (type === 'LocationDefined') directory.define(data, position)
      else if (type === 'LocationAbilitySet') directory.enable(data.location, data.ability, position)
    },
  }
}

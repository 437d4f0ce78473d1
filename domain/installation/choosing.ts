import type { EventOfType } from '../events.ts'
import type { InstallationDocument } from '../policy/kinds/installation.ts'
import { areasOf } from '../shared/region.ts'

export type CoverageRow = Pick<
  EventOfType<'CoverageSet'>['data'],
  'provider' | 'serviceKind' | 'area' | 'category' | 'brand' | 'validFrom' | 'validTo'
>

/** What is to be installed, and where. */
export interface Wanted {
  readonly regionPath: readonly string[]
  readonly category: string
  readonly brand: string
  readonly picksUpOldUnit: boolean
  readonly at: number
}

export interface Candidate {
  readonly provider: string
  /** Place of the first preference that names it; those no preference names come last, and are equal. */
  readonly rank: number
}

/**
 * Providers whose coverage says that they do this there, for this category and brand, at that instant; who is to take an old unit away
 * does that there, too. The same rows in any order give the same answer.
 */
export function candidatesFor(
  document: Pick<InstallationDocument, 'prefers'>,
  rows: readonly CoverageRow[],
  serviceKind: CoverageRow['serviceKind'],
  wanted: Wanted,
): readonly Candidate[] {
  const doing = providersOf(rows, serviceKind, wanted)
  const fetching = wanted.picksUpOldUnit ? providersOf(rows, 'oldUnitPickup', wanted) : doing
  return [...doing]
    .filter((provider) => fetching.has(provider))
    .map((provider) => ({ provider, rank: rankOf(document, provider, wanted) }))
    .sort((one, other) => one.rank - other.rank || (one.provider < other.provider ? -1 : 1))
}

function providersOf(rows: readonly CoverageRow[], kind: CoverageRow['serviceKind'], wanted: Wanted): ReadonlySet<string> {
  const areas = areasOf(wanted.regionPath)
  const covering = rows.filter(
    ({ serviceKind, area, category, brand, validFrom, validTo }) =>
      serviceKind === kind &&
      areas.includes(area) &&
      (category === null || category === wanted.category) &&
      (brand === null || brand === wanted.brand) &&
      validFrom <= wanted.at &&
      (validTo === null || wanted.at < validTo),
  )
  return new Set(covering.map(({ provider }) => provider))
}

function rankOf({ prefers }: Pick<InstallationDocument, 'prefers'>, provider: string, { regionPath, category }: Wanted): number {
  const areas = areasOf(regionPath)
  const place = prefers.findIndex(
    (preference) =>
      preference.providers.includes(provider) &&
      (preference.areas.length === 0 || preference.areas.some((area) => areas.includes(area))) &&
      (preference.categories.length === 0 || preference.categories.includes(category)),
  )
  return place < 0 ? prefers.length : place
}

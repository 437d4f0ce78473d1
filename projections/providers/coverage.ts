import { pathOfArea } from '../../domain/capacity/fields.ts'
import type { EventOfType } from '../../domain/events.ts'
import { rowOf } from '../../domain/provider/provider.ts'
import { areasOf, country } from '../../domain/shared/region.ts'
import type { Condition } from '../../stores/documents/port.ts'
import { projection } from '../projection.ts'

type Set = EventOfType<'CoverageSet'>['data']
/** A row of coverage as it is in force; `endsAt` is `validTo`, and far away where it has none. */
export type CoverageDocument = Set & { endsAt: number }

/** The last instant a date can hold. */
const never = 8_640_000_000_000_000

/** Which provider does which service where, for what, and when. */
export const coverage = projection<CoverageDocument>({
  name: 'coverage',
  version: 1,
  indexes: [{ fields: ['provider', 'area'] }, { fields: ['area', 'provider'] }],
  handles: ['CoverageSet'],
  keys: (event) => [`${(event.data as Set).provider} ${rowOf(event.data as Set)}`],
  evolve(_, event) {
    const data = event.data as Set
    return { ...data, endsAt: data.validTo ?? never }
  },
})

/** What is to be done; what is left out may be anything. */
export interface WantedService {
  readonly serviceKind?: Set['serviceKind'] | undefined
  readonly area?: string | undefined
  readonly category?: string | undefined
  readonly brand?: string | undefined
  readonly at?: number | undefined
}

/** Rows that say so: of the area or one it lies in, for the category or all of them, for the brand or all of them, in force at the instant. */
export function covering({ serviceKind, area, category, brand, at }: WantedService): Record<string, Condition> {
  return {
    ...(serviceKind === undefined ? {} : { serviceKind }),
    ...(area === undefined ? {} : { area: { in: area === country ? [country] : areasOf(pathOfArea(area)) } }),
    ...(category === undefined ? {} : { category: { in: [null, category] } }),
    ...(brand === undefined ? {} : { brand: { in: [null, brand] } }),
    ...(at === undefined ? {} : { validFrom: { lte: at }, endsAt: { gt: at } }),
  }
}

import type { Catalogue } from '../../commands/catalogue/port.ts'
import { isBundle } from '../../domain/catalogue/sku.ts'
import { textHashOf } from '../../domain/tracking/text-hash.ts'
import { Problem } from '../problem.ts'

export interface FillContext {
  readonly catalogue: Catalogue
  /** When the command was first asked; the same for its repeats. */
  readonly askedAt: number
}

type Data = Readonly<Record<string, unknown>>

/** Adds facts the asker may leave out; what was given stays. Throws a `Problem` for what the catalogue does not know. */
export type Fill = (data: Data, context: FillContext) => Data | Promise<Data>

const lacks = (data: Data, field: string): boolean => data[field] === undefined

/** Where the location lies, and what the SKU is. */
export const stockFacts: Fill = async (data, { catalogue }) => {
  const { category, brand } =
    lacks(data, 'category') || lacks(data, 'brand') ? await skuOf(catalogue, data.sku) : { category: '', brand: '' }
  const regionPath = lacks(data, 'regionPath') ? await pathOf(catalogue, data.location) : []
  return { regionPath, category, brand, ...data }
}

export const destination: Fill = async (data, { catalogue }) =>
  lacks(data, 'toRegionPath') ? { toRegionPath: await pathOf(catalogue, data.to), ...data } : data

/** The instant of asking, under the name the command has for it. */
export const instantAs =
  (field: 'askedAt' | 'definedAt' | 'setAt' | 'effectiveFrom' | 'publishedAt'): Fill =>
  (data, { askedAt }) => ({ [field]: askedAt, ...data })

export const byOperator: Fill = (data) => ({ cancelledBy: 'operator', ...data })

/** A report taken down by hand says what the carrier calls it, and perhaps no more. */
export const trackingFacts: Fill = (data) => ({
  ...{ carrier: null, waybill: null, milestone: 'unknown', textHash: textHashOf(String(data.status)) },
  ...data,
})

/** Whether each component of a bundle is a stock SKU, as the catalogue has it. */
export const componentKinds: Fill = async (data, { catalogue }) => {
  const components = Array.isArray(data.components) ? (data.components as readonly Data[]) : []
  const kinds = await Promise.all(
    components.map(async (component) => {
      if (component.kind !== undefined) return component
      const facts = await catalogue.sku(String(component.sku))
      return { ...component, kind: facts === null ? null : isBundle(facts) ? 'bundle' : 'stock' }
    }),
  )
  return { ...data, components: kinds }
}

async function skuOf(catalogue: Catalogue, sku: unknown) {
  const facts = await catalogue.sku(String(sku))
  if (facts === null) throw new Problem('SKU_UNKNOWN', undefined, { sku })
  return facts
}

async function pathOf(catalogue: Catalogue, location: unknown): Promise<readonly string[]> {
  const facts = await catalogue.location(String(location))
  if (facts === null) throw new Problem('LOCATION_UNKNOWN', undefined, { location })
  return facts.region.path
}

import type { AreaStock } from '../../../../projections/stock-by-area/stock-by-area.ts'
import type { StockCell } from '../../../../projections/stock-map/document.ts'
import { get, type Page } from './http.ts'

/** What a place has, whatever of. Units. */
export interface Counts {
  readonly onHand: number
  readonly reserved: number
  readonly inTransit: number
  readonly damaged: number
  readonly safetyStock: number
  readonly availableToPromise: number
}

export type Cell = StockCell & { readonly availableToChannel?: number }
/** One SKU in one area. */
export type Area = Omit<AreaStock, 'locations'> & Counts & { readonly name: string; readonly locations: number }

export interface AreaTotal extends Counts {
  readonly area: string
  readonly name: string
}

type SummedArea = Omit<AreaTotal, 'safetyStock'> & { readonly safety: number }

/** The parts of an area with what each has of all SKUs together. */
export async function fetchSummary(area: string, asOf: string | undefined, signal?: AbortSignal): Promise<readonly AreaTotal[]> {
  const { areas } = await get<{ areas: readonly SummedArea[] }>('stock-summary', { area, asOf }, signal)
  return areas.map(({ safety, ...rest }) => ({ ...rest, safetyStock: safety }))
}

export interface SkuStock {
  readonly sku: string
  readonly locations: readonly Cell[]
  readonly areas: readonly Area[]
  readonly position: string
}

/** One SKU at every location, as it is or as it stood at a position or instant. */
export const fetchSkuStock = (sku: string, asOf: string | undefined, signal?: AbortSignal): Promise<SkuStock> =>
  get<SkuStock>(`stock/${encodeURIComponent(sku)}`, { asOf }, signal)

export interface CellsWanted {
  readonly area?: string | undefined
  readonly location?: string | undefined
  readonly channel?: string | undefined
  readonly category?: string | undefined
  readonly after?: string | undefined
  readonly asOf?: string | undefined
}

export const fetchCells = (wanted: CellsWanted, limit: number, signal?: AbortSignal): Promise<Page<Cell>> =>
  get<Page<Cell>>('stock', { ...wanted, level: 'location', limit }, signal)

/** Every SKU in one area of a level, such as the whole country. */
export const fetchAreaSkus = (
  wanted: {
    readonly level: string
    readonly area?: string | undefined
    readonly category?: string | undefined
    readonly after?: string | undefined
    readonly asOf?: string | undefined
  },
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Area>> => get<Page<Area>>('stock', { ...wanted, limit }, signal)

/** How long units of one SKU have lain. */
export interface AgedStock {
  readonly sku: string
  readonly onHand: number
  readonly buckets: readonly { readonly fromDays: number; readonly toDays: number | null; readonly units: number }[]
  readonly oldestDays: number | null
  readonly idleDays: number | null
  readonly soldUnits: number
}

export const fetchAges = (
  wanted: {
    readonly level: string
    readonly idleDays?: string | undefined
    readonly after?: string | undefined
    readonly asOf?: string | undefined
  },
  limit: number,
  signal?: AbortSignal,
): Promise<Page<AgedStock>> => get<Page<AgedStock>>('stock-ages', { ...wanted, limit }, signal)

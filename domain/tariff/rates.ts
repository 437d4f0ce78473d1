import { areasOf } from '../shared/region.ts'
import type { BulkyRow, Card, ParcelRow, Surcharge, TariffDocument } from './document.ts'

/** What one card charges to one place. */
export interface Rates {
  readonly volumetricDivisor: number | null
  /** Null where the card takes no parcels to. */
  readonly parcel: ParcelRow | null
  /** Undefined for a category that goes as a parcel; null where a bulky one is not taken to. */
  bulky(category: string): BulkyRow | null | undefined
  readonly surcharges: readonly Surcharge[]
}

export interface Tariff {
  /** Null when there is no such card. */
  ratesTo(card: string, regionPath: readonly string[]): Rates | null
}

type Ratings = (regionPath: readonly string[]) => Rates

/** Looks the rows of a document up by area, once for all places. */
export function openTariff({ cards }: TariffDocument): Tariff {
  const ratings = new Map<string, Ratings>()
  for (const card of cards) ratings.set(card.card, openCard(card))
  return { ratesTo: (card, regionPath) => ratings.get(card)?.(regionPath) ?? null }
}

type Area = { readonly area: string }

const byArea = <Row extends Area>(rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((row) => [row.area, row]))

/** The row of the smallest area that has one. */
function mostSpecific<Row extends Area>(rows: ReadonlyMap<string, Row>, areas: readonly string[]): Row | null {
  for (let depth = areas.length - 1; depth >= 0; depth--) {
    const row = rows.get(areas[depth]!)
    if (row !== undefined) return row
  }
  return null
}

function openCard({ volumetricDivisor, parcel, bulky, surcharges }: Card): Ratings {
  const parcelRows = byArea(parcel)
  const bulkyRows = new Map([...Map.groupBy(bulky, (row) => row.category)].map(([category, rows]) => [category, byArea(rows)]))
  const surchargeRows = [...Map.groupBy(surcharges, (row) => row.name).values()].map(byArea)
  return (regionPath) => {
    const areas = areasOf(regionPath)
    return {
      volumetricDivisor,
      parcel: mostSpecific(parcelRows, areas),
      bulky(category) {
        const rows = bulkyRows.get(category)
        return rows === undefined ? undefined : mostSpecific(rows, areas)
      },
      surcharges: surchargeRows.flatMap((rows) => mostSpecific(rows, areas) ?? []),
    }
  }
}

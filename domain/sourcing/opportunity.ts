import type { SourcingDocument } from './document.ts'

/** What taking a unit of a SKU from a location costs later sales, by the days its stock lasts. */
export type Opportunity = (sku: string, location: string, daysOfSupply: number) => number

type Row = SourcingDocument['opportunity'][number]

const scope = (sku: string | null, location: string | null): string => JSON.stringify([sku, location])
const days = ({ underDaysOfSupply }: Row): number => underDaysOfSupply ?? Number.POSITIVE_INFINITY

/** Sorts the rows once for all questions. Of two rows for the same, the lower price holds, wherever they stand. */
export function openOpportunity(rows: readonly Row[]): Opportunity {
  if (rows.length === 0) return () => 0
  const scopes = Map.groupBy(
    rows.toSorted((a, b) => days(a) - days(b) || a.unitFen - b.unitFen),
    ({ sku, location }) => scope(sku, location),
  )
  const holding = (sku: string | null, location: string | null, daysOfSupply: number) =>
    scopes.get(scope(sku, location))?.find((row) => daysOfSupply < days(row))
  return (sku, location, daysOfSupply) =>
    (
      holding(sku, location, daysOfSupply) ??
      holding(sku, null, daysOfSupply) ??
      holding(null, location, daysOfSupply) ??
      holding(null, null, daysOfSupply)
    )?.unitFen ?? 0
}

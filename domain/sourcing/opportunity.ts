import type { SourcingDocument } from './document.ts'

/** What taking a unit of a SKU from a location costs later sales, by the days its stock lasts. */
export type Opportunity = (sku: string, location: string, daysOfSupply: number) => number

type Row = SourcingDocument['opportunity'][number]

const days = ({ underDaysOfSupply }: Row): number => underDaysOfSupply ?? Number.POSITIVE_INFINITY

/** Sorts the rows once for all questions. Of two rows for the same, the lower price holds, wherever they stand. */
export function openOpportunity(rows: readonly Row[]): Opportunity {
  const sorted = rows.toSorted((a, b) => days(a) - days(b) || a.unitFen - b.unitFen)
  const bySku = new Map([...Map.groupBy(sorted, ({ sku }) => sku)].map(([sku, own]) => [sku, Map.groupBy(own, ({ location }) => location)]))
  return (sku, location, daysOfSupply) => {
    const holds = (row: Row) => daysOfSupply < days(row)
    const [own, any] = [bySku.get(sku), bySku.get(null)]
    const row =
      own?.get(location)?.find(holds) ?? own?.get(null)?.find(holds) ?? any?.get(location)?.find(holds) ?? any?.get(null)?.find(holds)
    return row?.unitFen ?? 0
  }
}

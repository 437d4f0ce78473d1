import type { CoverageRow } from '../../domain/installation/choosing.ts'
import { rowOf } from '../../domain/provider/provider.ts'
import { areasOf } from '../../domain/shared/region.ts'

/** Who does what where, as rows of coverage say it: needed whole whenever a provider is chosen. */
export interface CoverageDirectory {
  /** As an event at this position has it; what an earlier one says after a later one changes nothing. */
  set(row: CoverageRow, position: bigint): void
  /** Every row for the area or one it lies in. */
  around(regionPath: readonly string[]): readonly CoverageRow[]
}

interface Known {
  readonly row: CoverageRow
  readonly position: bigint
}

export function createCoverageDirectory(): CoverageDirectory {
  const byArea = new Map<string, Map<string, Known>>()
  return {
    set(row, position) {
      const rows = byArea.get(row.area) ?? new Map<string, Known>()
      byArea.set(row.area, rows)
      const key = `${row.provider} ${rowOf(row)}`
      if (position >= (rows.get(key)?.position ?? position)) rows.set(key, { row, position })
    },
    around: (regionPath) => areasOf(regionPath).flatMap((area) => [...(byArea.get(area)?.values() ?? [])].map(({ row }) => row)),
  }
}

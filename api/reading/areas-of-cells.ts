import { areaLevels } from '../../projections/stock-by-area/stock-by-area.ts'
import type { StockCell } from '../../projections/stock-map/document.ts'
import type { ShownArea } from '../documents/stock.ts'
import { nameOfArea } from './areas.ts'

/** One SKU's cells rolled up by every area they lie in, from the country down. */
export function areasOfCells(cells: readonly StockCell[]): ShownArea[] {
  const areas = new Map<string, ShownArea>()
  for (const cell of cells) {
    for (const [depth, area] of cell.areas.entries()) {
      const total = areas.get(area) ?? emptyArea(cell, area, depth)
      areas.set(area, total)
      total.onHand += cell.onHand
      total.damaged += cell.damaged
      total.refurbish += cell.refurbish
      total.scrap += cell.scrap
      total.reserved += cell.reserved
      total.inTransit += cell.inTransit
      total.safetyStock += cell.safetyStock
      total.availableToPromise += cell.availableToPromise
      total.locations += 1
    }
  }
  return [...areas.values()].sort(
    (one, other) => areaLevels.indexOf(one.level) - areaLevels.indexOf(other.level) || (one.area < other.area ? -1 : 1),
  )
}

const emptyArea = ({ sku, category, brand }: StockCell, area: string, depth: number): ShownArea => ({
  ...{ sku, area, name: nameOfArea(area), level: areaLevels[depth]!, category, brand },
  ...{ onHand: 0, damaged: 0, refurbish: 0, scrap: 0, reserved: 0, inTransit: 0, availableToPromise: 0, safetyStock: 0, locations: 0 },
})

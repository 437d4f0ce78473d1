import { concernsParcel } from '../../../domain/after-sales/kinds.ts'
import type { AfterSalesCase } from '../../../domain/after-sales/state.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { WmsReturn } from '../../../domain/wms/return-order.ts'
import type { Parcel } from '../after-sales/parcels.ts'
import { linesBack } from '../after-sales/returns.ts'

type Line = NonNullable<WmsReturn['told']>['lines'][number]

export interface ExpectedAt {
  /** Work the first of them left with. */
  readonly fulfilmentId: string
  /** Of a parcel that comes back as it left. */
  readonly waybill: string | null
  readonly lines: readonly Line[]
}

/** Whether units are to come to a place of ours where nobody has them yet. */
export function isComing({ phase, returnExpected, closedAsOverdue, replacement }: Readonly<AfterSalesCase>): boolean {
  if (returnExpected === null || returnExpected.returnedTo !== null) return false
  // A case closed as overdue takes what comes late; of an exchange that was made the old unit is owed, whoever closed it.
  return phase === 'agreed' || phase === 'paid' || closedAsOverdue || replacement !== null
}

/**
 * Where the units of a case come back to: each to the location it left from, as many as are to come. Of a parcel that is turned round on its way only what is
 * in it, once it is; what never reached its buyer does not come back from them.
 */
export function expectedByLocation(
  afterSales: Readonly<AfterSalesCase>,
  order: Readonly<Order>,
  parcels: readonly Parcel[],
): ReadonlyMap<string, ExpectedAt> {
  const isOnItsWay = concernsParcel(afterSales.kind)
  const open = new Map(
    linesBack(afterSales, order).flatMap(({ line, quantity }) =>
      line.stock.map(({ sku, quantityPerUnit }) => [keyOf(line.lineId, sku), quantity * quantityPerUnit] as const),
    ),
  )
  const found = new Map<string, ExpectedAt>()
  for (const { fulfilmentId, location, shipment } of parcels) {
    if ((shipment.outcome === 'refused') !== isOnItsWay) continue
    for (const { lineId, sku, quantity } of shipment.lines) {
      const wanted = Math.min(open.get(keyOf(lineId, sku)) ?? 0, quantity)
      if (wanted === 0) continue
      open.set(keyOf(lineId, sku), open.get(keyOf(lineId, sku))! - wanted)
      const at = found.get(location) ?? { fulfilmentId, waybill: isOnItsWay ? shipment.waybill : null, lines: [] }
      found.set(location, { ...at, lines: plus(at.lines, { lineId, sku, quantity: wanted }) })
    }
  }
  return found
}

/** What of them nobody was told of yet. */
export function untold(lines: readonly Line[], told: readonly Line[]): readonly Line[] {
  return lines.flatMap((line) => {
    const known = told.filter(({ lineId, sku }) => lineId === line.lineId && sku === line.sku)
    const quantity = line.quantity - known.reduce((units, each) => units + each.quantity, 0)
    return quantity > 0 ? [{ ...line, quantity }] : []
  })
}

const keyOf = (lineId: string, sku: string): string => JSON.stringify([lineId, sku])

function plus(lines: readonly Line[], more: Line): readonly Line[] {
  const known = lines.find(({ lineId, sku }) => lineId === more.lineId && sku === more.sku)
  if (known === undefined) return [...lines, more]
  return lines.map((line) => (line === known ? { ...line, quantity: line.quantity + more.quantity } : line))
}

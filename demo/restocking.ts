import type { Demand } from './demand.ts'
import { hotSku } from './goods.ts'
import type { Operation } from './message.ts'
import { hotUnitsLater, where } from './opening.ts'
import { warehouses } from './places.ts'
import { dayMs, hourMs, saleStart } from './times.ts'

/** More of what was short comes four days later; whoever was not served then is not served at all. */
export function restocking(demand: Demand): readonly Operation[] {
  const at = saleStart + 4 * dayMs + 9 * hourMs
  const [place] = warehouses
  const quantity = hotUnitsLater(demand)
  const data = { ...where(hotSku, place!), documentId: `ASN-${hotSku.sku}-later`, quantity, askedAt: at }
  return quantity === 0 ? [] : [{ at, command: { type: 'ReceiveStock', data }, facts: [] }]
}

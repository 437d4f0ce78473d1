import { afterSalesAggregate } from '../../domain/after-sales/after-sales.ts'
import type { AfterSalesCase } from '../../domain/after-sales/state.ts'
import { orderAggregate } from '../../domain/order/order.ts'
import type { Order } from '../../domain/order/state.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import type { ReturnConfirm } from '../../domain/wms/canonical.ts'
import { firstRefusal } from './dry-run.ts'
import type { PreparedWms, Preparing, WmsSource } from './prepared.ts'

/** What came back to a warehouse, received and looked at in one: it says in what condition it is. */
export async function prepareReturn(confirm: ReturnConfirm, source: WmsSource, { bus }: Preparing): Promise<PreparedWms | Rejection> {
  const afterSalesId = confirm.orderCode
  const afterSales = await bus.look(afterSalesAggregate, afterSalesId)
  if (afterSales === null) return reject('AFTER_SALES_UNKNOWN', { orderCode: confirm.orderCode })
  const order = await bus.look(orderAggregate, afterSales.orderId)
  if (order === null) return reject('ORDER_UNKNOWN', { orderId: afterSales.orderId })
  const back = confirm.lines.filter(({ quantity }) => quantity > 0)
  const subjectId = afterSalesId
  if (back.length === 0) return { subjectId, commands: [] }
  const units = back.map(({ sku, quantity, serialNumbers, isSellable }) => ({
    ...{ lineId: lineOf(order, afterSales, sku), sku, quantity, serialNumbers: [...serialNumbers] },
    condition: isSellable ? 'sellable' : 'damaged',
  }))
  const strange = units.find(({ lineId }) => lineId === null)
  if (strange !== undefined) return reject('LINE_UNKNOWN', { sku: strange.sku })
  const receipt = { afterSalesId, receiptId: confirm.messageNumber ?? source.messageId, location: source.location }
  const at = confirm.confirmedAt ?? source.receivedAt
  const received = units.map(({ condition: _, ...each }) => each)
  const commands = [
    { type: 'ReceiveReturn', data: { ...receipt, units: received, receivedAt: at } },
    { type: 'InspectReturn', data: { ...receipt, units, inspectedAt: at } },
  ]
  return firstRefusal(afterSalesAggregate, afterSales, commands) ?? { subjectId, commands }
}

/** The line that is to come back, of those that sold the SKU; else any that did. */
function lineOf({ lines }: Readonly<Order>, { asked, returnExpected }: Readonly<NonNullable<AfterSalesCase>>, sku: string): string | null {
  const selling = [...lines.values()].filter(({ stock }) => stock.some((component) => component.sku === sku))
  const expected = new Set([...(returnExpected?.lines ?? []), ...asked.lines].map(({ lineId }) => lineId))
  return (selling.find(({ lineId }) => expected.has(lineId)) ?? selling[0])?.lineId ?? null
}

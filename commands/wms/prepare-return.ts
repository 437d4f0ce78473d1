import { afterSalesAggregate } from '../../domain/after-sales/after-sales.ts'
import type { AfterSalesCase } from '../../domain/after-sales/state.ts'
import { orderAggregate } from '../../domain/order/order.ts'
import type { Order } from '../../domain/order/state.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import type { ReturnConfirm } from '../../domain/wms/canonical.ts'
import { afterSalesIdOf, wmsReturnKey } from '../../domain/wms/keys.ts'
import { fitReturn, type Returned } from '../../domain/wms/return-matching.ts'
import { isLetBe, type WmsReturn, wmsReturnAggregate } from '../../domain/wms/return-order.ts'
import { firstRefusal } from './dry-run.ts'
import type { PreparedWms, Preparing, WmsSource } from './prepared.ts'

type Confirmed = ReturnConfirm['lines']
type Told = NonNullable<WmsReturn['told']>['lines']
interface Receipt {
  readonly receiptId: string
  readonly location: string
}

/** What came back to a warehouse, received and looked at in one: it says in what condition it is. */
export async function prepareReturn(confirm: ReturnConfirm, source: WmsSource, { bus }: Preparing): Promise<PreparedWms | Rejection> {
  const { orderCode, messageNumber, confirmedAt } = confirm
  const afterSalesId = afterSalesIdOf(orderCode)
  const afterSales = await bus.look(afterSalesAggregate, afterSalesId)
  if (afterSales === null) return reject('AFTER_SALES_UNKNOWN', { orderCode })
  const order = await bus.look(orderAggregate, afterSales.orderId)
  if (order === null) return reject('ORDER_UNKNOWN', { orderId: afterSales.orderId })
  const back = confirm.lines.filter(({ quantity }) => quantity > 0)
  if (back.length === 0) return { subjectId: afterSalesId, commands: [] }
  const said = await bus.look(wmsReturnAggregate, wmsReturnKey(orderCode, source.location))
  if (said !== null && isLetBe(said)) return reject('AFTER_SALES_STATE', { phase: afterSales.phase, orderCode, calledOff: true })
  const receipt: Receipt = { receiptId: messageNumber ?? source.messageId, location: source.location }
  const told = said?.told?.lines ?? null
  const fit = told === null ? fitUntold(back, afterSales, order) : fitTold(told, back, receipt, afterSales, order)
  return 'accepted' in fit ? fit : commandsOf(afterSales, receipt, fit.units, confirmedAt ?? source.receivedAt)
}

function commandsOf(
  afterSales: Readonly<AfterSalesCase>,
  receipt: Receipt,
  back: readonly Returned[],
  at: number,
): PreparedWms | Rejection {
  const { afterSalesId } = afterSales
  const received = back.map(({ isSellable: _, ...unit }) => unit)
  const inspected = back.map(({ isSellable, ...unit }) => ({ ...unit, condition: isSellable ? 'sellable' : 'damaged' }))
  const commands = [
    { type: 'ReceiveReturn', data: { afterSalesId, ...receipt, units: received, receivedAt: at } },
    { type: 'InspectReturn', data: { afterSalesId, ...receipt, units: inspected, inspectedAt: at } },
  ]
  return firstRefusal(afterSalesAggregate, afterSales, commands) ?? { subjectId: afterSalesId, commands }
}

/** What the warehouse was told of counts once, however often and under however many numbers it says that it came. */
function fitTold(
  told: Told,
  back: Confirmed,
  { receiptId, location }: Receipt,
  { receipts, gifts }: Readonly<AfterSalesCase>,
  order: Readonly<Order>,
): { readonly units: readonly Returned[] } | Rejection {
  // A repeat is fitted to what was there when it came first.
  const ids = [...receipts.keys()]
  const known = ids.indexOf(receiptId)
  const before = (known < 0 ? ids : ids.slice(0, known)).flatMap((id) => {
    const { received } = receipts.get(id)!
    return received.location === location ? received.units : []
  })
  const giftUnits = [...gifts].flatMap(([lineId, { quantity }]) =>
    (order.lines.get(lineId)?.stock ?? []).map(({ sku, quantityPerUnit }) => ({ lineId, sku, quantity: quantity * quantityPerUnit })),
  )
  const fit = fitReturn(told, back, before, giftUnits)
  return 'units' in fit ? fit : reject('QUANTITY_EXCEEDED', { ...fit.exceeded, told: told.map(({ sku, quantity }) => ({ sku, quantity })) })
}

/** Nobody told it of anything: each item is of the line that is to come back, of those that sold it; else of any that did. */
function fitUntold(
  back: Confirmed,
  afterSales: Readonly<AfterSalesCase>,
  order: Readonly<Order>,
): { readonly units: readonly Returned[] } | Rejection {
  const units: Returned[] = []
  for (const { sku, quantity, serialNumbers, isSellable } of back) {
    const lineId = lineOf(order, afterSales, sku)
    if (lineId === null) return reject('LINE_UNKNOWN', { sku })
    units.push({ lineId, sku, quantity, serialNumbers, isSellable })
  }
  return { units }
}

function lineOf({ lines }: Readonly<Order>, { asked, returnExpected }: Readonly<AfterSalesCase>, sku: string): string | null {
  const selling = [...lines.values()].filter(({ stock }) => stock.some((component) => component.sku === sku))
  const expected = new Set([...(returnExpected?.lines ?? []), ...asked.lines].map(({ lineId }) => lineId))
  return (selling.find(({ lineId }) => expected.has(lineId)) ?? selling[0])?.lineId ?? null
}

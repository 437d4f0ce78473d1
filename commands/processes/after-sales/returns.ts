import type { AfterSalesCase } from '../../../domain/after-sales/state.ts'
import type { LineState, Order } from '../../../domain/order/state.ts'
import type { Ask } from '../../../domain/process/process.ts'
import type { Catalogue } from '../../catalogue/port.ts'

/** The receipt of goods a till or a store took back while the buyer was there. */
const atOnce = 'at-once'

/** Lines that come back, as asked; all that left when the case names none. */
export function linesBack(
  { asked, returnExpected }: Readonly<AfterSalesCase>,
  order: Readonly<Order>,
): readonly { line: LineState; quantity: number }[] {
  const named = returnExpected !== null && returnExpected.lines.length > 0 ? returnExpected.lines : asked.lines
  const all = [...order.lines.values()].filter(({ shipped }) => shipped > 0).map(({ lineId, shipped: quantity }) => ({ lineId, quantity }))
  return (named.length > 0 ? named : all).flatMap(({ lineId, quantity }) => {
    const line = order.lines.get(lineId)
    return line === undefined ? [] : [{ line, quantity }]
  })
}

/** Whoever took the goods back also said in what condition: received and inspected in one. */
export function takenBackAtOnce(
  afterSales: Readonly<AfterSalesCase>,
  order: Readonly<Order>,
  now: number,
): { step: string; asks: readonly Ask[] } | null {
  const { returnExpected, receipts, afterSalesId } = afterSales
  if (returnExpected === null || returnExpected.returnedTo === null || returnExpected.condition === null) return null
  const { returnedTo: location, condition } = returnExpected
  const numbers = [...returnExpected.serialNumbers]
  const units = linesBack(afterSales, order).flatMap(({ line: { lineId, stock }, quantity }) =>
    stock.map(({ sku, quantityPerUnit, serialNumberRequired }) => {
      const pieces = quantity * quantityPerUnit
      return { lineId, sku, quantity: pieces, serialNumbers: serialNumberRequired ? numbers.splice(0, pieces) : [] }
    }),
  )
  if (units.length === 0) return null
  const receipt = { afterSalesId, receiptId: atOnce, location }
  if (!receipts.has(atOnce)) return { step: 'receive', asks: [{ type: 'ReceiveReturn', data: { ...receipt, units, receivedAt: now } }] }
  const inspected = units.map((each) => ({ ...each, condition }))
  return { step: 'inspect', asks: [{ type: 'InspectReturn', data: { ...receipt, units: inspected, inspectedAt: now } }] }
}

/** What was inspected goes to the stock of its grade, and each unit to its place. */
export async function restockAsks(
  catalogue: Catalogue,
  { afterSalesId, receipts }: Readonly<AfterSalesCase>,
  order: Readonly<Order>,
  receiptId: string,
  now: number,
): Promise<readonly Ask[]> {
  const { location, units } = receipts.get(receiptId)!.inspected!
  const regionPath = (await catalogue.location(location))?.region.path ?? []
  const { orderId } = order
  return units.flatMap(({ lineId, sku, quantity, condition, serialNumbers }, place) => {
    const component = order.lines.get(lineId)?.stock.find((stock) => stock.sku === sku)
    const { category = '', brand = '', maker = null } = component ?? {}
    const documentId = `${afterSalesId}/${receiptId}/${place}`
    const facts = { sku, location, regionPath, category, brand }
    const restock = { type: 'ReturnStock', data: { ...facts, documentId, askedAt: now, orderId, afterSalesId, quantity, condition } }
    const numbers = serialNumbers.map((serialNumber) => {
      return { type: 'ReturnSerialNumber', data: { maker, serialNumber, sku, location, orderId, documentId, askedAt: now, condition } }
    })
    return maker === null ? [restock] : [restock, ...numbers]
  })
}

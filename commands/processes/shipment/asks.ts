import type { Order } from '../../../domain/order/state.ts'
import type { Ask } from '../../../domain/process/process.ts'
import type { CommandOf } from '../../../domain/shared/command.ts'
import type { StockCommand } from '../../../domain/stock/commands.ts'
import type { Work } from '../order/fulfil.ts'
import type { Departure, Left } from './departure.ts'

const componentOf = (order: Readonly<Order>, lineId: string, sku: string) =>
  order.lines.get(lineId)?.stock.find((component) => component.sku === sku)

export type Issued = CommandOf<StockCommand, 'IssueStock'>['data']

/** The stock of what left with one work: each reservation once. */
export function issueAsks({ fulfilmentId, shipmentId, lines }: Left, order: Readonly<Order>, works: readonly Work[]): readonly Ask[] {
  const request = works.find((work) => work.fulfilmentId === fulfilmentId)?.fulfilment?.request
  if (request === undefined || request === null) return []
  const { location, regionPath } = request
  return lines.map(({ sku, reservationId, quantity, lineId }) => {
    const { category = '', brand = '' } = componentOf(order, lineId, sku) ?? {}
    return { type: 'IssueStock', data: { sku, location, regionPath, category, brand, reservationId, fulfilmentId, shipmentId, quantity } }
  })
}

export const serialAsks = ({ fulfilmentId, shipmentId, location, lines }: Left, order: Readonly<Order>, askedAt: number): readonly Ask[] =>
  lines.flatMap(({ lineId, sku, serialNumbers }) => {
    const maker = componentOf(order, lineId, sku)?.maker
    if (maker === null || maker === undefined) return []
    const { orderId } = order
    return serialNumbers.map((serialNumber) => {
      return { type: 'IssueSerialNumber', data: { maker, serialNumber, sku, location, fulfilmentId, shipmentId, orderId, askedAt } }
    })
  })

/**
 * What left, in units of the order's lines: a set counts once all its parts are named, so the fullest part decides.
 * @param shipmentId As the order is to know it.
 */
export function reportAsk(
  { lines }: Left,
  shipmentId: string,
  { orderId, carrier, waybill, dispatchedAt: shippedAt }: Departure,
  order: Readonly<Order>,
): Ask {
  const reported = [...Map.groupBy(lines, ({ lineId }) => lineId)].map(([lineId, parts]) => {
    const units = parts.map(({ sku, quantity }) => Math.ceil(quantity / (componentOf(order, lineId, sku)?.quantityPerUnit ?? 1)))
    return { lineId, quantity: Math.max(...units), serialNumbers: parts.flatMap(({ serialNumbers }) => serialNumbers) }
  })
  return { type: 'RecordShipment', data: { orderId, shipmentId, carrier, waybill, shippedAt, lines: reported } }
}

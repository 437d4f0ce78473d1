import type { Order } from '../../../domain/order/state.ts'
import type { AnsweredStep, Ask } from '../../../domain/process/process.ts'
import type { CommandOf } from '../../../domain/shared/command.ts'
import type { StockCommand } from '../../../domain/stock/commands.ts'
import type { Work } from '../order/fulfil.ts'
import type { Tell } from '../told.ts'
import type { Left } from './departure.ts'

const componentOf = (order: Readonly<Order>, lineId: string, sku: string) =>
  order.lines.get(lineId)?.stock.find((component) => component.sku === sku)

export type Issued = CommandOf<StockCommand, 'IssueStock'>['data']

/** @param codes All refusals when there are none. */
export const refusedIn = (step: AnsweredStep | undefined, ...codes: readonly string[]): readonly Ask[] =>
  (step?.asks ?? []).filter((_, place) => {
    const answer = step!.answers[place]
    return answer?.accepted === false && (codes.length === 0 || codes.includes(answer.code))
  })

/** The stock of what left with one work: each reservation once. */
export function issueAsks({ fulfilmentId, shipmentId, lines }: Left, order: Readonly<Order>, works: readonly Work[]): readonly Tell[] {
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

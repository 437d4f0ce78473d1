import { appOrder } from '../harness.ts'
import type { SalesSku, Step } from './steps.ts'

/** What the channel knows of one order, and how it tells of it: always the whole, newer each time. */

interface Told {
  readonly orderId: string
  readonly payload: object
}

export interface ChannelOrder {
  readonly orderId: string
  readonly lines: readonly {
    readonly lineId: string
    readonly sku: SalesSku
    readonly quantity: number
    closed: boolean
    shipped: number
  }[]
  readonly placedAt: number
  readonly cashOnDelivery: boolean
  readonly appointed: string | null
  paidAt: number | null
  closed: boolean
  held: boolean
  finishedAt: number | null
  deliveredAt: number | null
  address: string
  readonly shipments: object[]
  readonly told: Told[]
}

export const priceFen = 100_000
const iso = (instant: number) => new Date(instant).toISOString()

export function placed(orderId: string, step: Extract<Step, { do: 'place' }>, now: number): ChannelOrder {
  return {
    orderId,
    lines: step.lines.map(({ sku, quantity }, index) => ({ lineId: String(index + 1), sku, quantity, closed: false, shipped: 0 })),
    placedAt: now,
    cashOnDelivery: step.cashOnDelivery,
    appointed: step.appointed,
    paidAt: step.paid && !step.cashOnDelivery ? now : null,
    closed: false,
    held: false,
    finishedAt: null,
    deliveredAt: null,
    address: '西湖区',
    shipments: [],
    told: [],
  }
}

export const totalFen = ({ lines }: ChannelOrder): number => lines.reduce((total, { quantity }) => total + quantity * priceFen, 0)

function statusOf(order: ChannelOrder): string {
  if (order.closed) return order.paidAt === null ? 'closedUnpaid' : 'closedAfterPay'
  if (order.finishedAt !== null) return 'finished'
  if (order.paidAt === null && !order.cashOnDelivery) return 'unpaid'
  return order.held ? 'held' : order.shipments.length > 0 ? 'shipped' : 'toShip'
}

export function tell(order: ChannelOrder, now: number): object {
  const goodsFen = totalFen(order)
  const { orderId, placedAt, paidAt } = order
  const payload = {
    ...appOrder(orderId, { at: placedAt, modifiedAt: now }),
    status: statusOf(order),
    cashOnDelivery: order.cashOnDelivery,
    paidAt: paidAt === null ? null : iso(paidAt),
    buyer: {
      memberId: `m-${orderId}`,
      name: '王小明',
      phone: '13812345678',
      province: '浙江省',
      city: '杭州市',
      district: order.address,
      address: '文三路 1 号',
    },
    lines: order.lines.map(({ lineId, sku, quantity, closed }) => ({
      ...{ lineId, skuId: `c-${sku}`, title: sku, quantity, unitPriceFen: priceFen, payableFen: quantity * priceFen },
      ...{ status: closed ? 'closed' : 'open', location: order.appointed },
    })),
    totals: { goodsFen, discountFen: 0, payableFen: goodsFen },
    payments:
      paidAt === null ? [] : [{ paymentId: `p-${orderId}`, stage: 'full', amountFen: goodsFen, method: 'wechat', paidAt: iso(paidAt) }],
    shipments: [...order.shipments],
    deliveredAt: order.deliveredAt === null ? null : iso(order.deliveredAt),
    finishedAt: order.finishedAt === null ? null : iso(order.finishedAt),
  }
  order.told.push({ orderId, payload })
  return payload
}

export function refundOf(order: ChannelOrder | undefined, orderId: string, step: Extract<Step, { do: 'refund' }>, now: number): object {
  const goodsFen = step.whole && order !== undefined ? totalFen(order) : priceFen
  const paid = step.status === 'paid'
  return {
    ...{ type: 'afterSale', shop: 's1', orderId, refundId: `${orderId}-r${step.refund}`, kind: step.kind, status: step.status },
    ...{ modifiedAt: iso(now), requestedAt: iso(now), paidAt: paid ? iso(now) : null },
    lines: step.whole ? [] : [{ lineId: '1', quantity: 1 }],
    ...{ goodsFen, refundFen: goodsFen, freightFen: 0 },
    ...(step.atOnce !== null && step.kind === 'returnAndRefund' ? { returnedTo: 'HZ', condition: step.atOnce } : {}),
  }
}

import type { Discount } from '../../channel/canonical.ts'
import { orderKey } from '../../shared/stream-name.ts'
import type { ChannelOrder, ChannelOrderLine } from '../channel-order.ts'
import type { OrderCommand } from '../commands.ts'

export const orderId = orderKey('app', 'shop', '1')
export const placedAt = Date.UTC(2026, 5, 18)
export const payBy = placedAt + 1_800_000
export const orderRegion = ['310000', '310100', '310105'] as const

export const discountOf = (
  amountFen: number,
  bearer: Discount['bearer'] = 'merchant',
  instrument: Discount['instrument'] = 'coupon',
): Discount => ({
  bearer,
  instrument,
  amountFen,
  source: 'channel',
  reference: null,
})

export function lineOf(
  lineId: string,
  quantity: number,
  unitListPriceFen: number,
  overrides: Partial<ChannelOrderLine> = {},
): ChannelOrderLine {
  return {
    lineId,
    channelSku: `channel ${lineId}`,
    outerSku: null,
    title: lineId,
    kind: 'goods',
    giftOf: null,
    bundle: null,
    quantity,
    unitListPriceFen,
    discounts: [],
    apportionedFen: null,
    buyerPaysFen: null,
    status: 'open',
    refundStatus: null,
    refundId: null,
    delivery: 'ship',
    serialNumbers: [],
    creator: null,
    subsidy: null,
    sku: `sku ${lineId}`,
    category: 'fridge',
    brand: 'ours',
    stock: [{ sku: `sku ${lineId}`, category: 'fridge', brand: 'ours', quantityPerUnit: 1, serialNumberRequired: true, maker: 'ours' }],
    appointedLocation: null,
    ...overrides,
  }
}

/** An unpaid order of these lines; what the buyer pays is summed up unless it is said. */
export function channelOrderOf(lines: readonly ChannelOrderLine[], overrides: Partial<ChannelOrder> = {}): ChannelOrder {
  const orderDiscounts = overrides.orderDiscounts ?? []
  const freight = overrides.freight ?? { amountFen: 0, discounts: [] }
  const off = (discounts: readonly Discount[]) => discounts.reduce((total, { amountFen }) => total + amountFen, 0)
  const payable = lines.filter(({ kind }) => kind !== 'gift').map((line) => line.quantity * line.unitListPriceFen - off(line.discounts))
  const buyerPaysFen =
    payable.reduce((total, amountFen) => total + amountFen, 0) -
    off(orderDiscounts) +
    freight.amountFen -
    off(freight.discounts) +
    (overrides.otherChargesFen ?? 0)
  return {
    orderId,
    channel: 'app',
    shop: 'shop',
    channelOrderId: '1',
    parentOrderId: null,
    modifiedAt: placedAt,
    placedAt,
    payBy,
    paidAt: null,
    finishedAt: null,
    closedAt: null,
    status: 'unpaid',
    rawStatus: 'WAIT',
    type: 'normal',
    cashOnDelivery: false,
    buyer: { personId: 'p1', buyerId: 'b1', name: 'sealed:p1:bmFtZQ', phone: null, address: null, identityNumber: null },
    recipientFingerprint: 'recipient 1',
    recipientToken: null,
    region: { path: [...orderRegion], name: 'Shanghai' },
    lines: [...lines],
    orderDiscounts,
    freight,
    otherChargesFen: 0,
    buyerPaysFen,
    payments: [],
    presale: null,
    tradeIn: null,
    subsidy: null,
    holds: [],
    remarks: { buyer: null, seller: null, flag: null },
    remarksFingerprint: 'remarks 1',
    promised: null,
    store: null,
    services: [],
    shipments: [],
    deliveredAt: null,
    invoice: null,
    isGiftOrder: false,
    campaign: null,
    ...overrides,
  }
}

/** The same order, as the channel has it so much later. */
export const later = (order: ChannelOrder, laterMs: number, changes: Partial<ChannelOrder> = {}): ChannelOrder => ({
  ...order,
  modifiedAt: order.modifiedAt + laterMs,
  ...changes,
})

export const paymentOf = (amountFen: number, paymentId = 'pay 1', stage: ChannelOrder['payments'][number]['stage'] = 'full') => ({
  paymentId,
  stage,
  amountFen,
  method: 'card',
  paidAt: placedAt + 60_000,
})

export const shipmentOf = (shipmentId: string, ...lines: readonly (readonly [lineId: string, quantity: number])[]) => ({
  shipmentId,
  carrier: 'SF',
  waybill: shipmentId,
  shippedAt: placedAt + 3_600_000,
  lines: lines.map(([lineId, quantity]) => ({ lineId, quantity, serialNumbers: [] })),
})

type DataOf<Type extends OrderCommand['type']> = Omit<Extract<OrderCommand, { type: Type }>['data'], 'orderId'>

export const record = (order: ChannelOrder): OrderCommand => ({ type: 'RecordChannelOrder', data: order })

/** A command on the one order of the tests. */
export const ask = <Type extends Exclude<OrderCommand['type'], 'RecordChannelOrder'>>(type: Type, data: DataOf<Type>): OrderCommand =>
  ({ type, data: { orderId, ...data } }) as unknown as OrderCommand

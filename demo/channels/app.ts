import { total } from '../amounts.ts'
import type { AfterSale, Line, Sale, Stage, Version, Writer } from '../sale.ts'
import { isoText } from '../times.ts'

/** The brand's own app: fen, ISO 8601, and the bearer of every discount. */

const statuses: Readonly<Record<Stage, string>> = {
  unpaid: 'unpaid',
  depositPaid: 'depositPaid',
  held: 'held',
  paid: 'toShip',
  shipped: 'shipped',
  signed: 'shipped',
  finished: 'finished',
  closedAfterPay: 'closedAfterPay',
  closedUnpaid: 'closedUnpaid',
}

const timeText = (instant: number | null): string | null => (instant === null ? null : isoText(instant))

const discount = (bearer: string, instrument: string, amountFen: number, promotionId: string) =>
  amountFen === 0 ? [] : [{ bearer, instrument, amountFen, promotionId }]

const ofLine = ({ shares }: Line) => [
  ...discount('merchant', 'itemDiscount', shares.itemFen, 'ITEM'),
  ...discount('government', 'subsidy', shares.governmentFen, 'GB2026'),
]

const ofOrder = ({ lines }: Sale) => [
  ...discount('merchant', 'fullReduction', total(lines.map(({ shares }) => shares.shopFen)), 'FULL'),
  ...discount('bank', 'paymentPromotion', total(lines.map(({ shares }) => shares.platformFen)), 'BANK-7'),
]

const line = (each: Line, sale: Sale) => ({
  lineId: each.lineId,
  skuId: each.channelSku,
  merchantSku: each.sku.sku,
  title: each.sku.name,
  kind: each.isGift ? 'gift' : 'goods',
  giftOf: each.isGift ? sale.lines[0]!.lineId : null,
  quantity: each.quantity,
  unitPriceFen: each.unitFen,
  discounts: ofLine(each),
  apportionedFen: each.shares.shopFen + each.shares.platformFen,
  payableFen: each.payFen,
  delivery: each.installs ? 'install' : sale.delivery,
  location: sale.delivery === 'storePickup' ? sale.store!.location : null,
})

function payments(sale: Sale, { depositAt, paidAt }: Version) {
  const { depositFen, orderId, payFen } = sale
  const payment = (stage: string, amountFen: number, at: number | null) =>
    at === null ? [] : [{ paymentId: `${orderId}-${stage}`, stage, amountFen, method: 'wechat', paidAt: isoText(at) }]
  if (depositFen === null) return payment('full', payFen, paidAt)
  return [...payment('deposit', depositFen, depositAt), ...payment('balance', payFen - depositFen, paidAt)]
}

function shipments({ waybill: shipmentId, lines }: Sale, { shippedAt, parcels }: Version) {
  if (shippedAt === null) return []
  if (parcels.length === 0) {
    const fetched = lines.map(({ lineId, quantity }) => ({ lineId, quantity, serialNumbers: [] }))
    return [{ shipmentId, carrier: null, waybill: null, shippedAt: isoText(shippedAt), lines: fetched }]
  }
  return parcels.map((parcel) => ({
    ...{ shipmentId: parcel.shipmentId, carrier: '德邦', waybill: parcel.waybill, shippedAt: isoText(parcel.leftAt) },
    lines: parcel.lines.map(({ line: { lineId }, quantity }) => ({ lineId, quantity, serialNumbers: [] })),
  }))
}

function order(sale: Sale, version: Version): unknown {
  const { buyer, lines, depositFen } = sale
  const { province, city, district } = buyer!.place
  const isSubsidised = lines.some(({ shares }) => shares.governmentFen > 0)
  const discounts = ofOrder(sale)
  return {
    type: 'order',
    shop: sale.shop,
    orderId: sale.orderId,
    modifiedAt: isoText(version.modifiedAt),
    placedAt: isoText(sale.placedAt),
    payBy: isoText(version.payBy),
    paidAt: timeText(version.paidAt),
    finishedAt: timeText(version.finishedAt),
    closedAt: timeText(version.closedAt),
    status: statuses[version.stage],
    orderType: depositFen === null ? 'normal' : 'presale',
    buyer: {
      memberId: `M-${buyer!.number}`,
      name: buyer!.name,
      phone: buyer!.phone,
      identityNumber: isSubsidised ? buyer!.identityNumber : null,
      ...{ province, city, district, address: buyer!.address },
    },
    lines: lines.map((each) => line(each, sale)),
    discounts,
    freightFen: sale.freightFen,
    totals: {
      goodsFen: total(lines.map(({ unitFen, quantity }) => unitFen * quantity)),
      discountFen: total([...discounts, ...lines.flatMap(ofLine)].map(({ amountFen }) => amountFen)),
      payableFen: sale.payFen,
    },
    payments: payments(sale, version),
    presale:
      depositFen === null
        ? null
        : {
            stage: version.depositAt === null ? 'depositUnpaid' : version.paidAt === null ? 'depositPaid' : 'balancePaid',
            depositFen,
            balanceFen: sale.payFen - depositFen,
            balanceDueAt: isoText(sale.placedAt + 86_400_000),
          },
    holds: version.stage === 'depositPaid' ? [{ reason: 'presale', detail: 'balance open' }] : [],
    remarks: { buyer: sale.remark },
    shipments: shipments(sale, version),
    deliveredAt: timeText(version.finishedAt),
    campaign: 'double-11',
  }
}

const afterSaleStatuses = { requested: 'requested', approved: 'approved', onTheWay: 'goodsOnTheWay', paid: 'paid' }

const afterSale = (sale: Sale, { kind, status, lines, ...rest }: AfterSale): unknown => ({
  type: 'afterSale',
  shop: sale.shop,
  orderId: sale.orderId,
  refundId: rest.refundId,
  kind,
  status: afterSaleStatuses[status],
  modifiedAt: isoText(rest.modifiedAt),
  requestedAt: isoText(rest.requestedAt),
  paidAt: status === 'paid' ? isoText(rest.modifiedAt) : null,
  lines: lines.map(({ line: { lineId }, quantity }) => ({ lineId, quantity })),
  goodsFen: rest.refundFen - rest.freightFen,
  freightFen: rest.freightFen,
  refundFen: rest.refundFen,
  reason: '尺寸不合适',
  returnWaybill: rest.returnWaybill,
})

export const app: Writer = { order, afterSale, severalLines: true }

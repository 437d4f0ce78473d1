import type { CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { sum } from '../../../domain/shared/money.ts'
import type { Receipt } from '../../port.ts'
import {
  epochSeconds,
  fen,
  fenOrZero,
  id,
  optionalEpochSeconds,
  optionalFen,
  optionalId,
  optionalInteger,
  optionalText,
  quantity,
  text,
} from '../../shared/fields.ts'
import { regionOf } from '../../shared/region.ts'
import { shopOf } from '../../shared/shop.ts'
import { fullList, list, optionalObject, type Source, texts } from '../../shared/source.ts'
import { surchargeFen } from './discounts.ts'
import { canonicalLine } from './lines.ts'
import { phasePayments, presaleOf } from './phases.ts'
import { holdsOf, statusKey, statusOf, typeOf } from './status.ts'

/** order.orderDetail: fen, epoch seconds. */
export function readOrder(order: Source, receipt: Receipt): CanonicalOrder {
  const subOrders = fullList(order, 'sku_order_list')
  const lines = subOrders.map(canonicalLine)
  const status = statusOf(order)
  const rawStatus = text(order, statusKey(order))
  const modifiedAt = epochSeconds(order, 'update_time')
  const placedAt = epochSeconds(order, 'create_time')
  const expiresAfterSeconds = optionalInteger(order, 'order_expire_time')
  const finishedAt = optionalEpochSeconds(order, 'finish_time')
  const cashOnDelivery = optionalText(order, 'pay_type') === '0'
  const presale = presaleOf(order)
  const buyerPaysFen = Math.max(0, fen(order, 'pay_amount') - fenOrZero(order, 'promotion_pay_amount'))
  const collectedAt = cashOnDelivery ? (status === 'finished' ? (finishedAt ?? modifiedAt) : null) : optionalEpochSeconds(order, 'pay_time')
  return {
    channel: 'douyin',
    shop: shopOf(order, 'shop_id', receipt),
    channelOrderId: id(order, 'order_id'),
    parentOrderId: null,
    modifiedAt,
    placedAt,
    payBy: status === 'unpaid' && !cashOnDelivery && expiresAfterSeconds !== null ? placedAt + expiresAfterSeconds * 1000 : null,
    paidAt: presale === null || presale.stage === 'balancePaid' ? collectedAt : null,
    finishedAt: status === 'finished' ? finishedAt : null,
    closedAt: status === 'closedUnpaid' || status === 'closedAfterPay' ? finishedAt : null,
    status,
    rawStatus,
    type: typeOf(order),
    cashOnDelivery,
    buyer: buyerOf(order),
    lines,
    orderDiscounts: [],
    freight: { amountFen: fenOrZero(order, 'post_amount'), discounts: [] },
    otherChargesFen: fenOrZero(order, 'post_insurance_amount') + sum(subOrders.map(surchargeFen)),
    buyerPaysFen,
    payments: presale === null ? paymentsOf(order, buyerPaysFen, collectedAt) : phasePayments(order, modifiedAt),
    presale,
    tradeIn: tradeInOf(order),
    subsidy: subsidyOf(lines),
    holds: holdsOf(status, rawStatus),
    remarks: {
      buyer: optionalText(order, 'buyer_words'),
      seller: optionalText(order, 'seller_words'),
      flag: optionalId(order, 'seller_remark_stars'),
    },
    promised: promisedOf(order),
    store: storeOf(subOrders, lines),
    services: [],
    shipments: shipmentsOf(order, lines),
    deliveredAt: deliveredAtOf(subOrders),
    invoice: null,
    isGiftOrder: false,
    campaign: null,
  }
}

function buyerOf(order: Source): CanonicalOrder['buyer'] {
  const address = optionalObject(order, 'post_addr')
  const name = (key: string): string | null => {
    const division = address === null ? null : optionalObject(address, key)
    return division === null ? null : optionalText(division, 'name')
  }
  return {
    buyerId: optionalId(order, 'doudian_open_id') ?? optionalId(order, 'open_id'),
    name: optionalText(order, 'post_receiver') ?? optionalText(order, 'encrypt_post_receiver'),
    phone: optionalText(order, 'post_tel') ?? optionalText(order, 'encrypt_post_tel'),
    address: address === null ? null : (optionalText(address, 'detail') ?? optionalText(address, 'encrypt_detail')),
    identityNumber: null,
    token: optionalText(order, 'open_address_id'),
    region: regionOf({ province: name('province'), city: name('city'), district: name('town'), town: name('street') }),
  }
}

const paymentsOf = (order: Source, amountFen: number, paidAt: number | null): CanonicalOrder['payments'] =>
  paidAt === null
    ? []
    : [
        {
          paymentId: optionalId(order, 'channel_payment_no') ?? id(order, 'order_id'),
          stage: 'full',
          amountFen,
          method: optionalText(order, 'pay_type'),
          paidAt,
        },
      ]

function tradeInOf(order: Source): CanonicalOrder['tradeIn'] {
  const recycle = optionalObject(order, 'order_recycle_info')
  if (recycle === null) return null
  return {
    tradeInId: optionalId(recycle, 'recycle_order_id'),
    quotedFen: optionalFen(recycle, 'quoted_price'),
    status: optionalText(recycle, 'recycle_status'),
    pickupFrom: optionalEpochSeconds(recycle, 'appoint_recycle_start_time'),
    pickupTo: optionalEpochSeconds(recycle, 'appoint_recycle_end_time'),
  }
}

function subsidyOf(lines: readonly CanonicalLine[]): CanonicalOrder['subsidy'] {
  const subsidies = lines.flatMap(({ subsidy }) => subsidy ?? [])
  if (subsidies.length === 0) return null
  const amountFen = sum(subsidies.map((subsidy) => subsidy.amountFen ?? 0))
  return {
    amountFen: amountFen === 0 ? null : amountFen,
    mode: amountFen === 0 ? null : 'order',
    regionCode: null,
    severalRegions: false,
    severalEntities: false,
    supplierModel: null,
    merchantFunded: false,
  }
}

function promisedOf(order: Source): CanonicalOrder['promised'] {
  const [shipBy, deliverFrom, deliverBy] = [
    optionalEpochSeconds(order, 'exp_ship_time'),
    optionalEpochSeconds(order, 'earliest_receipt_time'),
    optionalEpochSeconds(order, 'latest_receipt_time'),
  ]
  return shipBy === null && deliverFrom === null && deliverBy === null ? null : { shipBy, deliverFrom, deliverBy, slot: null }
}

function storeOf(subOrders: readonly Source[], lines: readonly CanonicalLine[]): CanonicalOrder['store'] {
  for (const [index, subOrder] of subOrders.entries()) {
    const store = optionalObject(subOrder, 'store_info')
    const storeCode = store === null ? null : optionalId(store, 'store_id')
    if (store !== null && storeCode !== null)
      return { storeCode, name: optionalText(store, 'store_name'), role: lines[index]?.delivery === 'storePickup' ? 'pickup' : 'ships' }
  }
  return null
}

/** Serial numbers stand on the order: they belong to a line only when there is but one. */
function shipmentsOf(order: Source, lines: readonly CanonicalLine[]): CanonicalOrder['shipments'] {
  const serialNumbers = lines.length === 1 ? [...texts(order, 'serial_number_list')] : []
  return list(order, 'logistics_info').map((logistics) => {
    const waybill = optionalId(logistics, 'tracking_no')
    return {
      shipmentId: waybill ?? id(logistics, 'delivery_id'),
      carrier: optionalText(logistics, 'company_name') ?? optionalText(logistics, 'company'),
      waybill,
      shippedAt: epochSeconds(logistics, 'ship_time'),
      lines: list(logistics, 'product_info').map((product) => ({
        lineId: id(product, 'sku_order_id'),
        quantity: quantity(product, 'product_count'),
        serialNumbers,
      })),
    }
  })
}

/** When the last sub-order was signed for, once all are. */
function deliveredAtOf(subOrders: readonly Source[]): number | null {
  const signed = subOrders.map((subOrder) => optionalEpochSeconds(subOrder, 'logistics_receipt_time'))
  return signed.reduce((latest, instant) => (latest === null || instant === null ? null : Math.max(latest, instant)), signed[0] ?? null)
}

import type { CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import type { Receipt } from '../../port.ts'
import {
  epochSeconds,
  fen,
  fenOrZero,
  flag,
  id,
  optionalEpochSeconds,
  optionalId,
  optionalText,
  quantity,
  text,
} from '../../shared/fields.ts'
import { regionOf } from '../../shared/region.ts'
import { optionalShopOf, soleShop } from '../../shared/shop.ts'
import { list, object, optionalObject, type Source } from '../../shared/source.ts'
import { orderDiscounts, pricesOf, productsOf } from './amounts.ts'
import { canonicalLines } from './lines.ts'
import { holdsOf, statusOf } from './status.ts'

/** channels/ec/order/get: fen, epoch seconds. */
export function readOrder(order: Source, receipt: Receipt): CanonicalOrder {
  const detail = object(order, 'order_detail')
  const prices = pricesOf(detail)
  const extension = optionalObject(detail, 'ext_info')
  const status = statusOf(order, detail)
  const rawStatus = text(order, 'status')
  const lines = canonicalLines(detail, status)
  const payment = optionalObject(detail, 'pay_info')
  const paidAt = payment === null ? null : optionalEpochSeconds(payment, 'pay_time')
  const shipBy = productsOf(detail).flatMap((product) => optionalEpochSeconds(product, 'delivery_deadline') ?? [])
  const buyerPaysFen = fen(prices, 'order_price')
  return {
    channel: 'wechat-shop',
    shop: optionalShopOf(order, 'ToUserName', receipt) ?? soleShop,
    channelOrderId: id(order, 'order_id'),
    parentOrderId: null,
    modifiedAt: epochSeconds(order, 'update_time'),
    placedAt: epochSeconds(order, 'create_time'),
    payBy: null,
    paidAt,
    finishedAt: status === 'finished' && extension !== null ? optionalEpochSeconds(extension, 'confirm_receipt_time') : null,
    closedAt: null,
    status,
    rawStatus,
    type: rawStatus === '13' ? 'groupBuy' : 'normal',
    cashOnDelivery: false,
    buyer: buyerOf(order, detail),
    lines,
    orderDiscounts: orderDiscounts(detail),
    freight: { amountFen: fenOrZero(prices, 'freight'), discounts: [] },
    otherChargesFen: 0,
    buyerPaysFen,
    payments: payment === null || paidAt === null ? [] : [paymentOf(order, payment, buyerPaysFen, paidAt)],
    presale: null,
    tradeIn: null,
    subsidy: null,
    holds: holdsOf(rawStatus),
    remarks: {
      buyer: extension === null ? null : optionalText(extension, 'customer_notes'),
      seller: extension === null ? null : optionalText(extension, 'merchant_notes'),
      flag: null,
    },
    promised: shipBy.length === 0 ? null : { shipBy: Math.min(...shipBy), deliverFrom: null, deliverBy: null, slot: null },
    store: null,
    services: [],
    shipments: shipmentsOf(order, detail, lines),
    deliveredAt: null,
    invoice: null,
    isGiftOrder: flag(order, 'is_present'),
    campaign: null,
  }
}

function buyerOf(order: Source, detail: Source): CanonicalOrder['buyer'] {
  const delivery = optionalObject(detail, 'delivery_info')
  const address = delivery === null ? null : optionalObject(delivery, 'address_info')
  const read = (key: string): string | null => (address === null ? null : optionalText(address, key))
  return {
    buyerId: optionalId(order, 'openid'),
    name: read('user_name'),
    phone: read('tel_number'),
    address: [read('detail_info'), read('house_number')].filter((part) => part !== null).join(' ') || null,
    identityNumber: null,
    token: read('hash_code'),
    region: regionOf({ province: read('province_name'), city: read('city_name'), district: read('county_name'), town: null }),
  }
}

const paymentOf = (order: Source, payment: Source, amountFen: number, paidAt: number): CanonicalOrder['payments'][number] => ({
  paymentId: optionalId(payment, 'transaction_id') ?? id(order, 'order_id'),
  stage: 'full',
  amountFen,
  method: optionalText(payment, 'payment_method'),
  paidAt,
})

/** As told, even when goods left before they were paid. */
function shipmentsOf(order: Source, detail: Source, lines: readonly CanonicalLine[]): CanonicalOrder['shipments'] {
  const delivery = optionalObject(detail, 'delivery_info')
  if (delivery === null) return []
  return list(delivery, 'delivery_product_info').map((parcel, index) => {
    const waybill = optionalText(parcel, 'waybill_id')
    return {
      shipmentId: waybill ?? `${id(order, 'order_id')}-${index + 1}`,
      carrier: optionalText(parcel, 'delivery_name') ?? optionalText(parcel, 'delivery_id'),
      waybill,
      shippedAt: epochSeconds(parcel, 'delivery_time'),
      lines: list(parcel, 'product_infos').map((product) => {
        const sku = optionalId(product, 'sku_id') ?? id(product, 'product_id')
        const lineId = lines.find((line) => line.channelSku === sku)?.lineId ?? sku
        return { lineId, quantity: quantity(product, 'product_cnt'), serialNumbers: [] }
      }),
    }
  })
}

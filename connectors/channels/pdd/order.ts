import type { CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import type { Receipt } from '../../port.ts'
import { id, localTime, optionalId, optionalLocalTime, optionalText, optionalYuan, yuan, yuanOrZero } from '../../shared/fields.ts'
import { regionOf } from '../../shared/region.ts'
import { optionalShopOf, soleShop } from '../../shared/shop.ts'
import { optionalObject, type Source } from '../../shared/source.ts'
import { orderDiscounts, priceChangeFen, serviceFeesFen, subsidyOf } from './amounts.ts'
import { canonicalLines } from './lines.ts'
import { holdsOf, rawStatusOf, statusOf } from './status.ts'

type Payment = CanonicalOrder['payments'][number]

/** pdd.order.information.get: yuan as decimals, times in China. */
export function readOrder(order: Source, receipt: Receipt): CanonicalOrder {
  const step = optionalObject(order, 'step_order_info')
  const holds = holdsOf(order, step)
  const status = statusOf(order, step, holds)
  const lines = canonicalLines(order, status)
  const modifiedAt = localTime(order, 'updated_at')
  const isUnpaid = status === 'unpaid' || status === 'closedUnpaid'
  const paidAt = isUnpaid ? null : (optionalLocalTime(order, 'pay_time') ?? optionalLocalTime(order, 'confirm_time'))
  const presale = presaleOf(order, step)
  const receivedAt = optionalLocalTime(order, 'receive_time')
  const subsidy = subsidyOf(order)
  return {
    channel: 'pdd',
    shop: optionalShopOf(order, 'mall_id', receipt) ?? soleShop,
    channelOrderId: id(order, 'order_sn'),
    parentOrderId: null,
    modifiedAt,
    placedAt: localTime(order, 'created_time'),
    payBy: null,
    paidAt: presale === null || presale.stage === 'balancePaid' ? paidAt : null,
    finishedAt: status === 'finished' ? receivedAt : null,
    closedAt: null,
    status,
    rawStatus: rawStatusOf(order),
    type: typeOf(order, step),
    cashOnDelivery: false,
    buyer: buyerOf(order),
    lines,
    orderDiscounts: orderDiscounts(order),
    freight: { amountFen: yuanOrZero(order, 'postage'), discounts: [] },
    otherChargesFen: serviceFeesFen(order) + Math.max(0, -priceChangeFen(order)),
    buyerPaysFen: yuan(order, 'pay_amount'),
    payments: paymentsOf(order, presale, paidAt, modifiedAt),
    presale,
    tradeIn: null,
    subsidy:
      subsidy === null
        ? null
        : { ...subsidy, regionCode: null, severalRegions: false, severalEntities: false, supplierModel: null, merchantFunded: false },
    holds,
    remarks: { buyer: optionalText(order, 'buyer_memo'), seller: optionalText(order, 'remark'), flag: optionalId(order, 'remark_tag') },
    promised: promisedOf(order),
    store: storeOf(order),
    services: servicesOf(order),
    shipments: shipmentsOf(order, lines),
    deliveredAt: receivedAt,
    invoice: optionalId(order, 'invoice_status') === null ? null : { wanted: true, kind: null },
    isGiftOrder: false,
    campaign: null,
  }
}

const typeOf = (order: Source, step: Source | null): CanonicalOrder['type'] =>
  step !== null || optionalText(order, 'trade_type') === '1'
    ? 'presale'
    : optionalText(order, 'group_status') === null
      ? 'normal'
      : 'groupBuy'

const buyerOf = (order: Source): CanonicalOrder['buyer'] => ({
  buyerId: optionalId(order, 'open_address_id_2') ?? optionalId(order, 'buyer_id'),
  name: optionalText(order, 'receiver_name'),
  phone: optionalText(order, 'receiver_phone'),
  address: optionalText(order, 'address'),
  identityNumber: null,
  token: optionalText(order, 'open_address_id'),
  region: regionOf({
    province: optionalText(order, 'province'),
    city: optionalText(order, 'city'),
    district: optionalText(order, 'town'),
    town: null,
  }),
})

const stages = { '0': 'depositUnpaid', '1': 'depositPaid', '2': 'balancePaid' } as const

function presaleOf(order: Source, step: Source | null): CanonicalOrder['presale'] {
  if (step === null) return null
  const stage = stages[(optionalText(step, 'step_trade_status') ?? '0') as keyof typeof stages] ?? 'depositUnpaid'
  const depositFen = optionalYuan(step, 'advanced_paid_fee')
  return {
    stage,
    depositFen,
    balanceFen: depositFen === null ? null : Math.max(0, yuan(order, 'pay_amount') - depositFen),
    balanceDueAt: null,
  }
}

function paymentsOf(order: Source, presale: CanonicalOrder['presale'], paidAt: number | null, modifiedAt: number): Payment[] {
  const orderId = id(order, 'order_sn')
  const method = optionalText(order, 'pay_type')
  const number = optionalId(order, 'pay_no') ?? orderId
  if (presale === null || presale.depositFen === null)
    return paidAt === null || presale?.stage === 'depositUnpaid'
      ? []
      : [{ paymentId: number, stage: 'full', amountFen: yuan(order, 'pay_amount'), method, paidAt }]
  const deposit: Payment = {
    paymentId: `${orderId}-deposit`,
    stage: 'deposit',
    amountFen: presale.depositFen,
    method,
    paidAt: paidAt ?? modifiedAt,
  }
  const balance: Payment = {
    paymentId: `${orderId}-balance`,
    stage: 'balance',
    amountFen: presale.balanceFen ?? 0,
    method,
    paidAt: paidAt ?? modifiedAt,
  }
  return presale.stage === 'depositUnpaid' ? [] : presale.stage === 'depositPaid' ? [deposit] : [deposit, balance]
}

function promisedOf(order: Source): CanonicalOrder['promised'] {
  const slot = [optionalText(order, 'yyps_date'), optionalText(order, 'yyps_time')].filter((part) => part !== null).join(' ')
  const promised = {
    shipBy: optionalLocalTime(order, 'last_ship_time'),
    deliverFrom: null,
    deliverBy: optionalLocalTime(order, 'promise_delivery_time'),
    slot: slot === '' ? null : slot,
  }
  return promised.shipBy === null && promised.deliverBy === null && promised.slot === null ? null : promised
}

function storeOf(order: Source): CanonicalOrder['store'] {
  const store = optionalObject(order, 'store_info')
  const storeCode = store === null ? null : (optionalId(store, 'store_number') ?? optionalId(store, 'store_id'))
  if (store === null || storeCode === null) return null
  return { storeCode, name: optionalText(store, 'store_name'), role: optionalText(order, 'self_contained') === '1' ? 'pickup' : 'ships' }
}

const homeServices = [
  ['delivery_home_value', 'toHome'],
  ['delivery_install_value', 'toHomeAndInstall'],
  ['home_install_value', 'install'],
] as const

/** Each stands for a service that was bought, by what it is worth; what the buyer pays for it is in `service_fee_detail`. */
const servicesOf = (order: Source): CanonicalOrder['services'] =>
  homeServices.flatMap(([key, kind]) => {
    const amountFen = optionalYuan(order, key)
    return amountFen === null ? [] : [{ serviceId: key, kind, lineId: null, title: null, amountFen }]
  })

function shipmentsOf(order: Source, lines: readonly CanonicalLine[]): CanonicalOrder['shipments'] {
  const waybill = optionalText(order, 'tracking_number')
  const shippedAt = optionalLocalTime(order, 'shipping_time')
  if (shippedAt === null) return []
  return [
    {
      shipmentId: waybill ?? id(order, 'order_sn'),
      carrier: optionalId(order, 'logistics_id'),
      waybill,
      shippedAt,
      lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity, serialNumbers: [] })),
    },
  ]
}

import type { CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { sum } from '../../../domain/shared/money.ts'
import type { Receipt } from '../../port.ts'
import { flag, id, localTime, optionalId, optionalLocalTime, optionalText, quantity, text, yuan, yuanOrZero } from '../../shared/fields.ts'
import { regionOf } from '../../shared/region.ts'
import { serviceKindOf } from '../../shared/service-kind.ts'
import { shopOf } from '../../shared/shop.ts'
import { refuse, type Source } from '../../shared/source.ts'
import { orderDiscounts, orderShares, surchargeFen } from './discounts.ts'
import { canonicalLines } from './lines.ts'
import { paymentsOf, presaleOf } from './payments.ts'
import { holdsOf, statusOf, typeOf } from './status.ts'
import { linesOf, omnichannelOf, servicesOf, subsidyOf } from './trade.ts'

/** taobao.trade.fullinfo.get: yuan as text or number, times in China. */
export function readOrder(trade: Source, receipt: Receipt): CanonicalOrder {
  if (linesOf(trade).length === 0) refuse(trade, 'orders', 'at least one order')
  const modifiedAt = localTime(trade, 'modified')
  const holds = holdsOf(trade)
  const status = statusOf(trade, holds)
  const presale = presaleOf(trade)
  const services = servicesFor(trade)
  const store = storeOf(trade)
  const endedAt = optionalLocalTime(trade, 'end_time')
  return {
    channel: 'taobao',
    shop: shopOf(trade, 'seller_nick', receipt),
    channelOrderId: id(trade, 'tid'),
    parentOrderId: null,
    modifiedAt,
    placedAt: localTime(trade, 'created'),
    payBy: status === 'unpaid' ? optionalLocalTime(trade, 'timeout_action_time') : null,
    paidAt: presale?.stage === 'depositPaid' ? null : optionalLocalTime(trade, 'pay_time'),
    finishedAt: status === 'finished' ? endedAt : null,
    closedAt: status === 'closedUnpaid' || status === 'closedAfterPay' ? endedAt : null,
    status,
    rawStatus: text(trade, 'status'),
    type: typeOf(trade),
    cashOnDelivery: optionalText(trade, 'type') === 'cod',
    buyer: buyerOf(trade),
    lines: canonicalLines(trade, services, store?.role === 'pickup'),
    orderDiscounts: orderDiscounts(trade),
    freight: { amountFen: yuanOrZero(trade, 'post_fee'), discounts: [] },
    otherChargesFen: sum(services.map(({ amountFen }) => amountFen)) + sum(linesOf(trade).map(surchargeFen)),
    buyerPaysFen: yuan(trade, 'payment'),
    payments: paymentsOf(trade, presale, modifiedAt),
    presale,
    tradeIn: null,
    subsidy: orderSubsidy(trade),
    holds,
    remarks: {
      buyer: optionalText(trade, 'buyer_message') ?? optionalText(trade, 'buyer_memo'),
      seller: optionalText(trade, 'seller_memo'),
      flag: optionalId(trade, 'seller_flag'),
    },
    promised: promisedOf(trade),
    store,
    services,
    shipments: shipmentsOf(trade),
    deliveredAt: null,
    invoice: invoiceOf(trade),
    isGiftOrder: flag(trade, 'is_gift'),
    campaign: null,
  }
}

const buyerOf = (trade: Source): CanonicalOrder['buyer'] => ({
  buyerId: optionalId(trade, 'buyer_open_uid') ?? optionalId(trade, 'buyer_nick'),
  name: optionalText(trade, 'receiver_name'),
  phone: optionalText(trade, 'receiver_mobile') ?? optionalText(trade, 'receiver_phone'),
  address: optionalText(trade, 'receiver_address'),
  identityNumber: null,
  token: optionalText(trade, 'oaid'),
  region: regionOf({
    province: optionalText(trade, 'receiver_state'),
    city: optionalText(trade, 'receiver_city'),
    district: optionalText(trade, 'receiver_district'),
    town: optionalText(trade, 'receiver_town'),
  }),
})

function orderSubsidy(trade: Source): CanonicalOrder['subsidy'] {
  const subsidy = subsidyOf(trade)
  if (subsidy === null) return null
  const entities = optionalText(subsidy.source, 'gov_main_subject') !== null
  return {
    amountFen: subsidy.mode === 'order' ? orderShares(trade).governmentFen : null,
    mode: subsidy.mode,
    regionCode: null,
    severalRegions: flag(subsidy.source, 'gov_store'),
    severalEntities: entities,
    supplierModel: null,
    merchantFunded: false,
  }
}

function promisedOf(trade: Source): CanonicalOrder['promised'] {
  const slot = [optionalText(trade, 'es_date'), optionalText(trade, 'es_range')].filter((part) => part !== null).join(' ')
  const promised = {
    shipBy: optionalLocalTime(trade, 'delivery_time'),
    deliverFrom: null,
    deliverBy: optionalLocalTime(trade, 'sign_time'),
    slot: slot === '' ? null : slot,
  }
  return promised.shipBy === null && promised.deliverBy === null && promised.slot === null ? null : promised
}

function storeOf(trade: Source): CanonicalOrder['store'] {
  const param = omnichannelOf(trade)
  const target = param.get('targetType') === 'STORE' ? (param.get('targetStoreOuterId') ?? param.get('targetCode')) : undefined
  if (target !== undefined) return { storeCode: target, name: null, role: param.get('orderType') === 'STORE_COLLECT' ? 'pickup' : 'ships' }
  const shopId = optionalId(trade, 'o2o_shop_id') ?? optionalId(trade, 'retail_store_code')
  if (shopId === null) return null
  const isPickup = flag(trade, 'shop_pick') || optionalText(trade, 'o2o_delivery') === 'inshop'
  const role = isPickup ? 'pickup' : optionalId(trade, 'o2o_guide_id') === null ? 'ships' : 'guide'
  return { storeCode: shopId, name: optionalText(trade, 'o2o_shop_name'), role }
}

const servicesFor = (trade: Source): CanonicalOrder['services'] =>
  servicesOf(trade).map((service) => {
    const title = optionalText(service, 'title')
    return {
      serviceId: optionalId(service, 'service_id') ?? optionalId(service, 'oid') ?? '',
      kind: serviceKindOf(title),
      lineId: optionalId(service, 'item_oid'),
      title,
      amountFen: yuanOrZero(service, 'payment'),
    }
  })

/** Lines that left together share a waybill; one without a waybill left alone. */
function shipmentsOf(trade: Source): CanonicalOrder['shipments'] {
  const shipments = new Map<string, CanonicalOrder['shipments'][number]>()
  for (const line of linesOf(trade)) {
    const shippedAt = optionalLocalTime(line, 'consign_time')
    if (shippedAt === null) continue
    const waybill = optionalText(line, 'invoice_no')
    const shipmentId = waybill ?? `${id(trade, 'tid')}-${id(line, 'oid')}`
    const shipment = shipments.get(shipmentId) ?? {
      shipmentId,
      carrier: optionalText(line, 'logistics_company'),
      waybill,
      shippedAt,
      lines: [],
    }
    shipment.lines.push({ lineId: id(line, 'oid'), quantity: quantity(line, 'num'), serialNumbers: [] })
    shipments.set(shipmentId, shipment)
  }
  return [...shipments.values()]
}

function invoiceOf(trade: Source): CanonicalOrder['invoice'] {
  const kind = optionalText(trade, 'invoice_kind')
  const wanted = kind !== null || optionalText(trade, 'invoice_name') !== null
  return wanted ? { wanted, kind } : null
}

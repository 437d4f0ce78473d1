import type { CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import type { Receipt } from '../../port.ts'
import { id, localTime, optionalId, optionalLocalTime, optionalText, text, yuan, yuanOrZero } from '../../shared/fields.ts'
import { regionOf } from '../../shared/region.ts'
import { shopOf } from '../../shared/shop.ts'
import { optionalObject, type Source } from '../../shared/source.ts'
import { discountsOfOrder, isMerchantFunded, ownMoneyFen, sendpay, subsidyAmount } from './amounts.ts'
import { canonicalLines, strayDiscounts } from './lines.ts'
import { holdsOf, statusOf } from './status.ts'

/** jingdong.pop.order.get: yuan as text, times in China, and 0001-01-01 for none. */
export function readOrder(order: Source, receipt: Receipt): CanonicalOrder {
  const modifiedAt = localTime(order, 'modified')
  const status = statusOf(order)
  const paidAt = optionalLocalTime(order, 'paymentConfirmTime')
  const endedAt = optionalLocalTime(order, 'orderEndTime')
  const cashOnDelivery = (optionalText(order, 'payType') ?? '').startsWith('1')
  const { bySku, ofOrder } = discountsOfOrder(order)
  const lines = canonicalLines(order, status, bySku)
  const channelOrderId = id(order, 'orderId')
  const buyerPaysFen = yuan(order, 'orderPayment') + ownMoneyFen(order)
  const collectedAt = cashOnDelivery && status === 'finished' ? (endedAt ?? modifiedAt) : null
  return {
    channel: 'jd',
    shop: shopOf(order, 'venderId', receipt),
    channelOrderId,
    parentOrderId: optionalId(order, 'parentOrderId'),
    modifiedAt,
    placedAt: localTime(order, 'orderStartTime'),
    payBy: null,
    paidAt: paidAt ?? collectedAt,
    finishedAt: status === 'finished' ? endedAt : null,
    closedAt: status === 'closed' || status === 'closedAfterPay' ? endedAt : null,
    status,
    rawStatus: text(order, 'orderState'),
    type: 'normal',
    cashOnDelivery,
    buyer: buyerOf(order),
    lines,
    orderDiscounts: [...ofOrder, ...strayDiscounts(lines, bySku)],
    freight: { amountFen: yuanOrZero(order, 'freightPrice'), discounts: [] },
    otherChargesFen: yuanOrZero(order, 'serviceFee'),
    buyerPaysFen,
    payments: paymentsOf(order, channelOrderId, buyerPaysFen, paidAt ?? collectedAt),
    presale: null,
    tradeIn: null,
    subsidy: subsidyOf(order),
    holds: holdsOf(order),
    remarks: { buyer: optionalText(order, 'orderRemark'), seller: optionalText(order, 'venderRemark'), flag: null },
    promised: promisedOf(order),
    store: storeOf(order),
    services: [],
    shipments: shipmentsOf(order, channelOrderId, lines, modifiedAt),
    deliveredAt: null,
    invoice: invoiceOf(order),
    isGiftOrder: false,
    campaign: null,
  }
}

function buyerOf(order: Source): CanonicalOrder['buyer'] {
  const buyerId = optionalId(order, 'open_id_buyer') ?? optionalId(order, 'pin')
  const consignee = optionalObject(order, 'consigneeInfo')
  const read = (key: string): string | null => (consignee === null ? null : optionalText(consignee, key))
  return {
    buyerId,
    name: read('fullname'),
    phone: read('mobile') ?? read('telephone'),
    address: read('fullAddress'),
    identityNumber: null,
    token: read('oaid') ?? optionalText(order, 'oaid'),
    region: regionOf({ province: read('province'), city: read('city'), district: read('county'), town: read('town') }),
  }
}

const paymentsOf = (order: Source, orderId: string, amountFen: number, paidAt: number | null): CanonicalOrder['payments'] =>
  paidAt === null ? [] : [{ paymentId: orderId, stage: 'full', amountFen, method: optionalText(order, 'payType'), paidAt }]

/** 687: reduced when paying. 1064: reduced when ordering, its value a code of the region. */
function subsidyOf(order: Source): CanonicalOrder['subsidy'] {
  const regionCode = sendpay(order, '1064')
  const mode = regionCode !== null ? 'order' : sendpay(order, '687') !== null ? 'payment' : null
  const merchantFunded = isMerchantFunded(order)
  const amountFen = subsidyAmount(order)
  if (mode === null && !merchantFunded && amountFen === null) return null
  return {
    amountFen,
    mode,
    regionCode,
    severalRegions: sendpay(order, '1117') === '1',
    severalEntities: sendpay(order, '1248') === '1',
    supplierModel: null,
    merchantFunded,
  }
}

/** `deliveryType` is what the buyer chose in words, such as working days only. */
function promisedOf(order: Source): CanonicalOrder['promised'] {
  const slot = optionalText(order, 'deliveryType')
  return slot === null ? null : { shipBy: null, deliverFrom: null, deliverBy: null, slot }
}

function storeOf(order: Source): CanonicalOrder['store'] {
  const storeCode = optionalId(order, 'storeId')
  return storeCode === null ? null : { storeCode, name: null, role: 'ships' }
}

/** JD shows one waybill for the order, and often no time beside it: then it had left by the time of this version. */
function shipmentsOf(order: Source, orderId: string, lines: readonly CanonicalLine[], modifiedAt: number): CanonicalOrder['shipments'] {
  const waybill = optionalText(order, 'waybill')
  const shippedAt = optionalLocalTime(order, 'outBoundDate')
  if (waybill === null && shippedAt === null) return []
  return [
    {
      shipmentId: waybill ?? orderId,
      carrier: optionalId(order, 'logisticsId'),
      waybill,
      shippedAt: shippedAt ?? modifiedAt,
      lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity, serialNumbers: [] })),
    },
  ]
}

const noInvoice = '不需要开具发票'
function invoiceOf(order: Source): CanonicalOrder['invoice'] {
  const invoice = optionalText(order, 'invoiceInfo')
  if (invoice === null) return null
  const easy = optionalObject(order, 'invoiceEasyInfo')
  const wanted = invoice !== noInvoice
  return { wanted, kind: wanted && easy !== null ? optionalText(easy, 'invoiceType') : null }
}

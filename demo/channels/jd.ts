import { total, yuanText } from '../amounts.ts'
import { randomFor } from '../random.ts'
import type { AfterSale, Line, Sale, Stage, Version, Writer } from '../sale.ts'
import { localText } from '../times.ts'

/** jingdong.pop.order.get, refund applications and services: yuan as text (refunds in fen), 0001-01-01 for no time. */

const none = '0001-01-01 00:00:00'
const timeText = (instant: number | null): string => (instant === null ? none : localText(instant))

const states: Readonly<Record<Stage, string>> = {
  unpaid: 'NOT_PAY',
  depositPaid: 'LOCKED',
  held: 'LOCKED',
  paid: 'WAIT_SELLER_STOCK_OUT',
  shipped: 'WAIT_GOODS_RECEIVE_CONFIRM',
  signed: 'WAIT_GOODS_RECEIVE_CONFIRM',
  finished: 'FINISHED_L',
  closedAfterPay: 'TRADE_CANCELED',
  closedUnpaid: 'TRADE_CANCELED',
}

const item = ({ channelSku, sku, unitFen, quantity }: Line) => ({
  skuId: channelSku,
  wareId: channelSku,
  outerSkuId: sku.sku,
  skuName: sku.name,
  jdPrice: yuanText(unitFen),
  itemTotal: String(quantity),
  giftPoint: '0',
  newStoreId: '0',
})

const coupon = (orderId: string, skuId: string, couponType: string, fen: number) =>
  fen === 0 ? [] : [{ orderId, skuId, couponType, couponPrice: yuanText(fen) }]

function coupons({ orderId, lines }: Sale) {
  return [
    ...lines.flatMap(({ channelSku, shares }) => coupon(orderId, channelSku, '30-单品促销优惠', shares.itemFen)),
    ...coupon(orderId, '', '100-店铺优惠', total(lines.map(({ shares }) => shares.shopFen))),
    ...coupon(orderId, '', '41-京东券优惠', total(lines.map(({ shares }) => shares.platformFen))),
  ]
}

function order(sale: Sale, version: Version): unknown {
  const { buyer, lines } = sale
  const goodsFen = total(lines.map(({ unitFen, quantity }) => unitFen * quantity))
  const sellerFen = total(lines.map(({ shares }) => shares.itemFen + shares.shopFen))
  const subsidyFen = total(lines.map(({ shares }) => shares.governmentFen))
  const { province, city, district } = buyer!.place
  const orderInfo = {
    orderId: sale.orderId,
    venderId: sale.shop,
    orderType: '22',
    payType: sale.cashOnDelivery ? '1-货到付款' : '4-在线支付',
    open_id_buyer: `oX-${randomFor('jd', buyer!.number).digits(14)}`,
    orderTotalPrice: yuanText(goodsFen),
    sellerDiscount: yuanText(sellerFen),
    orderSellerPrice: yuanText(goodsFen - sellerFen),
    orderPayment: yuanText(sale.payFen),
    freightPrice: yuanText(sale.freightFen),
    balanceUsed: '0.00',
    serviceFee: '0.00',
    orderState: states[version.stage],
    orderStartTime: localText(sale.placedAt),
    paymentConfirmTime: timeText(sale.cashOnDelivery ? null : version.paidAt),
    orderEndTime: timeText(version.finishedAt ?? version.closedAt),
    modified: localText(version.modifiedAt),
    outBoundDate: timeText(version.shippedAt),
    storeId: '0',
    orderRemark: sale.remark ?? '',
    invoiceInfo: '不需要开具发票',
    sendpayMap: JSON.stringify(subsidyFen > 0 ? { 1064: '82' } : { 34: '3' }),
    ...(subsidyFen > 0 ? { orderExt: JSON.stringify({ govSubsidyInfo: { govSubsidyAmount: yuanText(subsidyFen) } }) } : {}),
    itemInfoList: lines.map(item),
    couponDetailList: coupons(sale),
    ...(version.shippedAt === null ? {} : { waybill: version.parcels[0]?.waybill ?? sale.waybill, logisticsId: '2087' }),
    consigneeInfo: {
      fullname: buyer!.name,
      mobile: buyer!.phone,
      telephone: buyer!.phone,
      fullAddress: buyer!.address,
      ...{ province, city, county: district, oaid: `JD${randomFor('oaid', sale.orderId).digits(12)}` },
    },
  }
  return { jingdong_pop_order_get_responce: { code: '0', orderDetailInfo: { orderInfo } } }
}

const serviceStatuses = { requested: 10001, approved: 10002, onTheWay: 10005, paid: 10010 }
const refundStatuses = { requested: 0, approved: 1, onTheWay: 1, paid: 3 }

function afterSale(sale: Sale, { kind, status, lines, ...rest }: AfterSale): unknown {
  if (kind === 'cancelBeforeShip') {
    const refundApplyVo = {
      id: rest.refundId,
      venderId: sale.shop,
      orderId: sale.orderId,
      buyerName: sale.buyer!.name,
      applyTime: localText(rest.requestedAt),
      ...(status === 'requested' ? {} : { checkTime: localText(rest.modifiedAt) }),
      applyRefundSum: rest.refundFen,
      status: refundStatuses[status],
      reason: '不想要了',
    }
    return { jingdong_pop_afs_soa_refundapply_queryById_responce: { code: '0', queryResult: { success: true, refundApplyVo } } }
  }
  const [{ line, quantity } = { line: sale.lines[0]!, quantity: 1 }] = lines
  const data = {
    serviceId: rest.refundId,
    venderId: sale.shop,
    orderId: sale.orderId,
    customerExpect: kind === 'returnAndRefund' ? 10 : 40,
    serviceStatus: serviceStatuses[status],
    wareId: line.channelSku,
    serviceCount: quantity,
    applyTime: localText(rest.requestedAt),
    updateDate: localText(rest.modifiedAt),
    questionDesc: '外观划痕',
    ...(rest.returnWaybill === null ? {} : { expressCode: rest.returnWaybill }),
    applyRefundSum: rest.refundFen,
  }
  return { jingdong_asc_query_view_responce: { result: { data } } }
}

export const jd: Writer = { order, afterSale, severalLines: false }

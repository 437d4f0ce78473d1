import type { WmsSettings } from '../../domain/policy/kinds/wms.ts'
import { sum, yuanOfFen } from '../../domain/shared/money.ts'
import type { CancelOrder, DeliveryOrder, DeliveryOrderLine, Recipient, ReturnOrder, WmsDocument } from '../../domain/wms/canonical.ts'
import { localTimeOf } from '../shared/time.ts'
import { writeXml } from './xml.ts'

type Named = Pick<WmsSettings, 'warehouseCode' | 'ownerCode' | 'logisticsCode'>

export interface QimenDocument {
  readonly method: string
  readonly body: string
}

/** What a Qimen system is sent, in its own form. */
export function writeQimen(document: WmsDocument, settings: Named): QimenDocument {
  switch (document.call) {
    case 'create':
      return { method: 'deliveryorder.create', body: writeXml('request', delivery(document.delivery, settings)) }
    case 'createReturn':
      return { method: 'returnorder.create', body: writeXml('request', returning(document.returning, settings)) }
    case 'cancel':
      return { method: 'order.cancel', body: writeXml('request', cancelling(document.cancel, settings)) }
  }
}

const orderTypes = { normal: 'JYCK', exchange: 'HHCK', resend: 'BFCK', other: 'QTCK', delivery: 'JYCK', return: 'THRK' } as const
const platforms: Readonly<Record<string, string>> = { taobao: 'TB', jd: 'JD', douyin: 'DY', pdd: 'PDD', pos: 'POS' }

function delivery(order: DeliveryOrder, { warehouseCode, ownerCode, logisticsCode }: Named) {
  const itemFen = sum(order.lines.map(({ listFen, quantity }) => listFen * quantity))
  const totalFen = sum(order.lines.map(({ buyerFen }) => buyerFen))
  return {
    deliveryOrder: {
      deliveryOrderCode: order.orderCode,
      orderType: orderTypes[order.kind],
      warehouseCode,
      orderFlag: order.cashOnDelivery ? 'COD' : '',
      sourcePlatformCode: platforms[order.channel] ?? 'OTHER',
      createTime: localTimeOf(order.createdAt),
      placeOrderTime: localTimeOf(order.placedAt),
      operateTime: localTimeOf(order.createdAt),
      shopNick: order.shop,
      totalAmount: yuanOfFen(totalFen),
      itemAmount: yuanOfFen(itemFen),
      discountAmount: yuanOfFen(itemFen - totalFen),
      freight: yuanOfFen(0),
      arAmount: yuanOfFen(order.cashOnDelivery ? totalFen : 0),
      gotAmount: yuanOfFen(order.cashOnDelivery ? 0 : totalFen),
      logisticsCode,
      receiverInfo: personOf(order.recipient),
    },
    orderLines: { orderLine: order.lines.map((line) => deliveryLine(line, ownerCode)) },
  }
}

/** Of one unit, as its slip shows it; what the buyer pays for all units stands exactly in the sums. */
function deliveryLine(
  { lineNumber, channelOrderId, channelLineId, sku, name, quantity, listFen, buyerFen }: DeliveryOrderLine,
  ownerCode: string,
) {
  const actualFen = Math.floor(buyerFen / quantity)
  return {
    orderLineNo: String(lineNumber),
    sourceOrderCode: channelOrderId,
    subSourceOrderCode: channelLineId,
    ownerCode,
    itemCode: sku,
    inventoryType: 'ZP',
    itemName: name,
    planQty: String(quantity),
    retailPrice: yuanOfFen(listFen),
    actualPrice: yuanOfFen(actualFen),
    discountAmount: yuanOfFen(listFen - actualFen),
  }
}

const personOf = ({ name, phone, address, province, city, district, town }: Recipient) => ({
  ...{ name, mobile: phone, province, city, area: district, town, detailAddress: address },
})

const returning = (order: ReturnOrder, { warehouseCode, ownerCode, logisticsCode }: Named) => ({
  returnOrder: {
    returnOrderCode: order.orderCode,
    warehouseCode,
    orderType: order.kind === 'exchange' ? 'HHRK' : 'THRK',
    preDeliveryOrderCode: order.deliveryOrderCode ?? '',
    logisticsCode,
    expressCode: order.waybill ?? '',
    operateTime: localTimeOf(order.createdAt),
    senderInfo: personOf(order.sender),
  },
  orderLines: {
    orderLine: order.lines.map(({ lineNumber, sku, name, quantity }) => ({
      ...{ orderLineNo: String(lineNumber), ownerCode, itemCode: sku, itemName: name, inventoryType: 'ZP', planQty: String(quantity) },
    })),
  },
})

const cancelling = ({ orderCode, kind, reason }: CancelOrder, { warehouseCode, ownerCode }: Named) => ({
  ...{ warehouseCode, ownerCode, orderCode, orderType: orderTypes[kind], cancelReason: reason },
})

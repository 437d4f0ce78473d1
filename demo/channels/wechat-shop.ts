import { total } from '../amounts.ts'
import { randomFor } from '../random.ts'
import type { AfterSale, Line, Sale, Stage, Version, Writer } from '../sale.ts'
import { epochSeconds } from '../times.ts'

/** channels/ec/order/get and channels/ec/aftersale/getaftersaleorder: fen, epoch seconds. */

const statuses: Readonly<Record<Stage, number>> = {
  unpaid: 10,
  depositPaid: 10,
  held: 13,
  paid: 20,
  shipped: 30,
  signed: 30,
  finished: 100,
  closedAfterPay: 200,
  closedUnpaid: 250,
}

const product = (line: Line, sale: Sale) => ({
  product_id: `1${line.channelSku}`,
  sku_id: line.channelSku,
  sku_cnt: line.quantity,
  title: line.sku.name,
  sale_price: line.unitFen,
  market_price: line.sku.listFen,
  real_price: line.payFen,
  sku_code: line.sku.sku,
  is_discounted: line.payFen < line.unitFen * line.quantity,
  delivery_deadline: epochSeconds(sale.placedAt + 172_800_000),
  merchant_discounted_price: line.shares.itemFen + line.shares.shopFen,
  finder_discounted_price: line.shares.creatorFen,
  order_product_coupon_info_list:
    line.shares.platformFen === 0
      ? []
      : [{ user_coupon_id: '301', coupon_id: '9301', coupon_type: 3, discounted_price: line.shares.platformFen }],
  ...(line.isGift ? { is_free_gift: 1, free_gift_info: { main_product_list: [{ sku_id: sale.lines[0]!.channelSku }] } } : {}),
})

const prices = ({ lines, freightFen, payFen }: Sale) => {
  const goodsFen = total(lines.map(({ unitFen, quantity }) => unitFen * quantity))
  return {
    product_price: goodsFen,
    order_price: payFen,
    freight: freightFen,
    discounted_price: goodsFen + freightFen - payFen,
    is_discounted: goodsFen + freightFen > payFen,
    original_order_price: goodsFen + freightFen,
    finder_discounted_price: total(lines.map(({ shares }) => shares.creatorFen)),
    deduction_price: 0,
    change_down_price: 0,
  }
}

const shipments = ({ parcels }: Version) =>
  parcels.map(({ waybill, leftAt, lines }) => ({
    ...{ waybill_id: waybill, delivery_id: 'JDL', delivery_name: '京东物流', delivery_time: epochSeconds(leftAt) },
    product_infos: lines.map(({ line, quantity }) => ({ sku_id: line.channelSku, product_cnt: quantity })),
  }))

function order(sale: Sale, version: Version): unknown {
  const { buyer } = sale
  const { province, city, district } = buyer!.place
  return {
    ToUserName: sale.shop,
    order: {
      order_id: sale.orderId,
      status: statuses[version.stage],
      openid: `oVx${randomFor('wechat-shop', buyer!.number).digits(16)}`,
      create_time: epochSeconds(sale.placedAt),
      update_time: epochSeconds(version.modifiedAt),
      is_present: false,
      order_detail: {
        product_infos: sale.lines.map((line) => product(line, sale)),
        ...(version.paidAt === null
          ? {}
          : { pay_info: { pay_time: epochSeconds(version.paidAt), transaction_id: `4200${sale.orderId}`, payment_method: 1 } }),
        price_info: prices(sale),
        delivery_info: {
          address_info: {
            user_name: buyer!.name,
            province_name: province,
            city_name: city,
            county_name: district,
            detail_info: buyer!.address,
            tel_number: buyer!.phone,
          },
          delivery_product_info: shipments(version),
        },
        ext_info: { customer_notes: sale.remark ?? '', merchant_notes: '', confirm_receipt_time: epochSeconds(version.finishedAt) },
        ...(sale.creator === null
          ? {}
          : {
              commission_infos: sale.lines.map(({ channelSku }) => ({
                sku_id: channelSku,
                nickname: sale.creator!.name,
                type: 0,
                finder_id: `sph${sale.creator!.id}`,
              })),
            }),
      },
    },
  }
}

const afterSaleStatuses = {
  requested: 'MERCHANT_PROCESSING',
  approved: 'USER_WAIT_RETURN',
  onTheWay: 'MERCHANT_WAIT_RECEIPT',
  paid: 'MERCHANT_REFUND_SUCCESS',
}

function afterSale(sale: Sale, { kind, status, lines, ...rest }: AfterSale): unknown {
  const [{ line, quantity } = { line: sale.lines[0]!, quantity: 1 }] = lines
  return {
    ToUserName: sale.shop,
    after_sale_order: {
      after_sale_order_id: rest.refundId,
      order_id: sale.orderId,
      status: afterSaleStatuses[status],
      type: kind === 'returnAndRefund' ? 'RETURN' : 'REFUND',
      product_info: { product_id: `1${line.channelSku}`, sku_id: line.channelSku, count: quantity },
      refund_info: { amount: rest.refundFen, refund_reason: 1 },
      return_info: { waybill_id: rest.returnWaybill ?? '' },
      create_time: epochSeconds(rest.requestedAt),
      update_time: epochSeconds(rest.modifiedAt),
      reason_text: '不想要了',
    },
  }
}

export const wechatShop: Writer = { order, afterSale, severalLines: false }

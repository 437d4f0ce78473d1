import { total, yuanText } from '../amounts.ts'
import { randomFor } from '../random.ts'
import type { AfterSale, Sale, Stage, Version, Writer } from '../sale.ts'
import { localText } from '../times.ts'

/** pdd.order.information.get and entries of pdd.refund.list.increment.get: yuan as numbers or text, times in China. */

/** Sale, group, shipment and refund have a status each. */
const statuses: Readonly<Record<Stage, readonly [confirm: number, order: number, refund: number]>> = {
  unpaid: [0, 1, 1],
  depositPaid: [1, 1, 1],
  held: [1, 1, 1],
  paid: [1, 1, 1],
  shipped: [1, 2, 1],
  signed: [1, 2, 1],
  finished: [1, 3, 1],
  closedAfterPay: [1, 1, 4],
  closedUnpaid: [2, 1, 1],
}

const timeText = (instant: number | null): string => (instant === null ? '' : localText(instant))
const sold = ({ lines }: Sale) => lines.filter(({ isGift }) => !isGift)

function order(sale: Sale, version: Version): unknown {
  const { buyer, lines } = sale
  const [confirm_status, order_status, refund_status] = statuses[version.stage]
  const goodsFen = total(lines.map(({ unitFen, quantity }) => unitFen * quantity))
  const sellerFen = total(lines.map(({ shares }) => shares.itemFen + shares.shopFen))
  const governmentFen = total(lines.map(({ shares }) => shares.governmentFen))
  const platformFen = total(lines.map(({ shares }) => shares.platformFen)) + governmentFen
  const { province, city, district } = buyer!.place
  const order_info = {
    order_sn: sale.orderId,
    mall_id: Number(sale.shop),
    ...{ confirm_status, order_status, refund_status },
    group_status: version.stage === 'held' ? 0 : 1,
    after_sales_status: 0,
    risk_control_status: 0,
    trade_type: sale.depositFen === null ? 0 : 1,
    created_time: localText(sale.placedAt),
    confirm_time: timeText(version.paidAt ?? version.depositAt),
    pay_time: timeText(version.paidAt ?? version.depositAt),
    updated_at: localText(version.modifiedAt),
    last_ship_time: localText(sale.placedAt + 172_800_000),
    shipping_time: timeText(version.shippedAt),
    receive_time: timeText(version.finishedAt),
    goods_amount: goodsFen / 100,
    order_change_amount: 0,
    discount_amount: yuanText(platformFen + sellerFen),
    platform_discount: yuanText(platformFen),
    seller_discount: yuanText(sellerFen),
    capital_free_discount: 0,
    postage: sale.freightFen / 100,
    pay_amount: yuanText(sale.payFen),
    pay_no: version.paidAt === null ? '' : `42${sale.orderId.replace(/\D/g, '')}`,
    pay_type: 'WEIXIN',
    logistics_id: version.shippedAt === null ? 0 : 115,
    tracking_number: version.parcels[0]?.waybill ?? '',
    receiver_name: buyer!.name,
    receiver_phone: buyer!.phone,
    address: buyer!.address,
    open_address_id: `pa${randomFor('address', sale.orderId).digits(14)}`,
    open_address_id_2: `pb${randomFor('pdd', buyer!.number).digits(14)}`,
    ...{ country: '中国', province, city, town: district },
    buyer_memo: sale.remark ?? '',
    home_delivery_type: lines.some(({ installs }) => installs) ? 2 : 0,
    self_contained: sale.delivery === 'storePickup' ? 1 : 0,
    ...(sale.delivery === 'storePickup'
      ? {
          store_info: { store_id: '77', store_name: sale.store!.name, store_number: sale.store!.location },
          order_depot_info: { depot_code: sale.store!.location, depot_type: 1 },
        }
      : {}),
    item_list: sold(sale).map(({ channelSku, sku, unitFen, quantity }) => ({
      goods_id: `6${channelSku}`,
      sku_id: channelSku,
      outer_id: sku.sku,
      goods_name: sku.name,
      goods_price: unitFen / 100,
      goods_count: quantity,
    })),
    gift_list: lines
      .filter(({ isGift }) => isGift)
      .map(({ channelSku, sku, quantity }) => ({ sku_id: channelSku, goods_name: sku.name, goods_count: quantity })),
    ...(sale.depositFen === null
      ? {}
      : {
          step_order_info: {
            advanced_paid_fee: yuanText(sale.depositFen),
            step_paid_fee: version.paidAt === null ? 0 : yuanText(sale.payFen - sale.depositFen),
            step_trade_status: version.stage === 'unpaid' ? 0 : version.paidAt === null ? 1 : 2,
          },
        }),
    ...(governmentFen > 0
      ? { gov_subsidy: { trade_in_national_subsidy_amount: yuanText(governmentFen), trade_in_national_subsidy_amount_type: 2 } }
      : {}),
  }
  return { order_info_get_response: { order_info, request_id: randomFor('request', sale.orderId, version.stage).digits(10) } }
}

const afterSaleStatuses = { requested: 2, approved: 7, onTheWay: 33, paid: 10 }

function afterSale(sale: Sale, { kind, status, lines, ...rest }: AfterSale): unknown {
  const [{ line, quantity } = { line: sale.lines[0]!, quantity: 1 }] = lines
  const entry = {
    id: rest.refundId,
    mall_id: Number(sale.shop),
    order_sn: sale.orderId,
    sku_id: line.channelSku,
    goods_number: quantity,
    goods_name: line.sku.name,
    goods_price: yuanText(line.unitFen),
    after_sales_type: kind === 'returnAndRefund' ? 2 : 1,
    after_sales_status: afterSaleStatuses[status],
    after_sale_reason: '与描述不符',
    refund_amount: yuanText(rest.refundFen),
    order_amount: yuanText(sale.payFen),
    created_time: localText(rest.requestedAt),
    updated_time: localText(rest.modifiedAt),
    tracking_number: rest.returnWaybill ?? '',
    user_shipping_status: kind === 'cancelBeforeShip' ? 0 : 1,
  }
  return { refund_increment_get_response: { refund_list: [entry], total_count: 1 } }
}

export const pdd: Writer = { order, afterSale, severalLines: false }

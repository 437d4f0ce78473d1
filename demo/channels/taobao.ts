import { total, yuanText } from '../amounts.ts'
import { randomFor } from '../random.ts'
import { type AfterSale, type Line, type Sale, type Stage, type Version, type Writer, waybillOf } from '../sale.ts'
import { dateText, localText } from '../times.ts'
import { bigNumber } from './json.ts'

/** taobao.trade.fullinfo.get and taobao.refund.get: yuan as text, times in China, ids as numbers beyond 2^53. */

const statuses: Readonly<Record<Stage, string>> = {
  unpaid: 'WAIT_BUYER_PAY',
  depositPaid: 'WAIT_BUYER_PAY',
  held: 'PAID_FORBID_CONSIGN',
  paid: 'WAIT_SELLER_SEND_GOODS',
  shipped: 'WAIT_BUYER_CONFIRM_GOODS',
  signed: 'TRADE_BUYER_SIGNED',
  finished: 'TRADE_FINISHED',
  closedAfterPay: 'TRADE_CLOSED',
  closedUnpaid: 'TRADE_CLOSED_BY_TAOBAO',
}

const ownFen = ({ shares }: Line): number => shares.itemFen
const sharedFen = ({ shares }: Line): number => shares.shopFen + shares.platformFen + shares.governmentFen
const governmentFen = ({ lines }: Sale): number => total(lines.map(({ shares }) => shares.governmentFen))
const platformFen = ({ lines }: Sale): number => total(lines.map(({ shares }) => shares.platformFen))

const sold = ({ lines }: Sale): readonly Line[] => lines.filter(({ isGift }) => !isGift)
function subOrder(sale: Sale, line: Line, version: Version) {
  const afterOwn = line.unitFen * line.quantity - ownFen(line)
  const left = version.shippedAt !== null
  return {
    oid: bigNumber(line.lineId),
    num_iid: bigNumber(`68${line.channelSku}`),
    sku_id: line.channelSku,
    outer_sku_id: line.sku.sku,
    title: line.sku.name,
    num: line.quantity,
    price: yuanText(line.unitFen),
    adjust_fee: '0.00',
    discount_fee: yuanText(ownFen(line)),
    total_fee: yuanText(afterOwn),
    part_mjz_discount: yuanText(sharedFen(line)),
    divide_order_fee: yuanText(line.payFen),
    payment: yuanText(sold(sale).length === 1 ? sale.payFen : afterOwn),
    refund_status: version.stage === 'closedAfterPay' ? 'SUCCESS' : 'NO_REFUND',
    status: statuses[version.stage],
    ...(line.shares.governmentFen > 0 ? { gov_zhaoshangpi: '1_YSF0012_15_A01' } : {}),
    ...(left ? { consign_time: localText(version.shippedAt!) } : {}),
    ...(left && sale.delivery === 'ship' ? { invoice_no: waybillOf(version, line), logistics_company: '顺丰速运' } : {}),
  }
}

function promotions(sale: Sale) {
  const shopFen = total(sale.lines.map(({ shares }) => shares.shopFen))
  return [
    ...sold(sale)
      .filter((line) => ownFen(line) > 0)
      .map((line) => ({
        id: bigNumber(line.lineId),
        promotion_id: 'commonItemPromotion-81-9',
        promotion_name: '限时直降',
        discount_fee: yuanText(ownFen(line)),
      })),
    ...(shopFen > 0
      ? [{ id: bigNumber(sale.orderId), promotion_id: 'mjs-4711-82', promotion_name: '满减', discount_fee: yuanText(shopFen) }]
      : []),
    ...sale.lines
      .filter(({ isGift }) => isGift)
      .map((line) => ({
        id: bigNumber(sold(sale)[0]!.lineId),
        promotion_id: 'mjs-77',
        promotion_name: '满就送',
        discount_fee: '0.00',
        gift_item_id: bigNumber(line.channelSku),
        gift_item_name: line.sku.name,
        gift_item_num: line.quantity,
      })),
  ]
}

const presale = (sale: Sale, { stage, paidAt, placedAt }: Version & { placedAt: number }) =>
  sale.depositFen === null
    ? {}
    : {
        step_trade_status:
          stage === 'unpaid' ? 'FRONT_NOPAID_FINAL_NOPAID' : paidAt === null ? 'FRONT_PAID_FINAL_NOPAID' : 'FRONT_PAID_FINAL_PAID',
        step_paid_fee: yuanText(sale.depositFen),
        ...(stage === 'depositPaid' ? { timeout_action_time: localText(placedAt + 86_400_000) } : {}),
      }

/** Comes with the goods and costs nothing more. */
const services = (sale: Sale) => {
  const installed = sold(sale).filter(({ installs }) => installs)
  return installed.length === 0
    ? {}
    : {
        service_orders: {
          service_order: installed.map((line) => ({
            oid: bigNumber(`9${line.lineId}`),
            item_oid: bigNumber(line.lineId),
            service_id: 8801,
            title: '送装一体 上门安装服务',
            num: 1,
            payment: '0.00',
          })),
        },
      }
}

const pickup = (sale: Sale) =>
  sale.delivery !== 'storePickup'
    ? {}
    : {
        shop_pick: '1',
        o2o_shop_id: sale.store!.location,
        o2o_shop_name: sale.store!.name,
        o2o_delivery: 'inshop',
        logistics_infos: {
          logistics_info: sold(sale).map((line) => ({
            trade_id: bigNumber(sale.orderId),
            sub_trade_id: bigNumber(line.lineId),
            store_code: sale.store!.location,
            need_consign_num: line.quantity,
          })),
        },
      }

function order(sale: Sale, version: Version): unknown {
  const { buyer, lines } = sale
  const ended = version.finishedAt ?? version.closedAt
  const subsidyFen = governmentFen(sale)
  const trade = {
    tid: bigNumber(sale.orderId),
    tid_str: sale.orderId,
    type: sale.cashOnDelivery ? 'cod' : sale.depositFen === null ? 'fixed' : 'step',
    status: statuses[version.stage],
    seller_nick: sale.shop,
    title: sale.shop,
    buyer_open_uid: `AAH${randomFor('taobao', buyer!.number).digits(18)}`,
    oaid: `1Ch${randomFor('oaid', sale.orderId).digits(24)}`,
    created: localText(sale.placedAt),
    modified: localText(version.modifiedAt),
    ...(version.paidAt === null || sale.cashOnDelivery ? {} : { pay_time: localText(version.paidAt) }),
    ...(ended === null ? {} : { end_time: localText(ended) }),
    ...(version.stage === 'unpaid' && sale.depositFen === null ? { timeout_action_time: localText(version.payBy) } : {}),
    alipay_no: dateText(sale.placedAt).replaceAll('-', '') + sale.orderId,
    total_fee: yuanText(total(sold(sale).map((line) => line.unitFen * line.quantity))),
    discount_fee: yuanText(total(lines.map(sharedFen))),
    adjust_fee: '0.00',
    post_fee: yuanText(sale.freightFen),
    payment: yuanText(sale.payFen),
    ...(platformFen(sale) > 0 ? { platform_subsidy_fee: yuanText(platformFen(sale)) } : {}),
    ...(subsidyFen > 0
      ? { gov_subsidy: { use_gov_subsidy_new: '0', gov_subsidy_amount_new: yuanText(subsidyFen), gov_store: '1', gov_sn_check: '1_0_1' } }
      : {}),
    receiver_name: buyer!.name,
    receiver_mobile: buyer!.phone,
    receiver_state: buyer!.place.province,
    receiver_city: buyer!.place.city,
    receiver_district: buyer!.place.district,
    receiver_address: buyer!.address,
    ...(sale.remark === null ? {} : { buyer_message: sale.remark }),
    ...presale(sale, { ...version, placedAt: sale.placedAt }),
    ...pickup(sale),
    promotion_details: { promotion_detail: promotions(sale) },
    orders: { order: sold(sale).map((line) => subOrder(sale, line, version)) },
    ...services(sale),
  }
  return { trade_fullinfo_get_response: { trade, request_id: randomFor('request', sale.orderId, version.stage).digits(12) } }
}

const refundStatuses = {
  requested: 'WAIT_SELLER_AGREE',
  approved: 'WAIT_BUYER_RETURN_GOODS',
  onTheWay: 'WAIT_SELLER_CONFIRM_GOODS',
  paid: 'SUCCESS',
}

function afterSale(sale: Sale, { kind, status, lines, ...rest }: AfterSale): unknown {
  const [{ line, quantity } = { line: sale.lines[0]!, quantity: 1 }] = lines
  const totalFen = line.payFen + rest.freightFen
  const refund = {
    refund_id: rest.refundId,
    tid: bigNumber(sale.orderId),
    oid: bigNumber(line.lineId),
    seller_nick: sale.shop,
    created: localText(rest.requestedAt),
    modified: localText(rest.modifiedAt),
    num: quantity,
    total_fee: yuanText(totalFen),
    refund_fee: yuanText(rest.refundFen),
    payment: yuanText(totalFen - rest.refundFen),
    status: refundStatuses[status],
    order_status: kind === 'cancelBeforeShip' ? 'WAIT_SELLER_SEND_GOODS' : 'WAIT_BUYER_CONFIRM_GOODS',
    dispute_type: kind === 'returnAndRefund' ? 'REFUND_AND_RETURN' : 'REFUND',
    has_good_return: kind === 'returnAndRefund',
    reason: '不想要了',
    ...(rest.returnWaybill === null ? {} : { sid: rest.returnWaybill, company_name: '圆通速递' }),
  }
  return { refund_get_response: { refund } }
}

export const taobao: Writer = { order, afterSale, severalLines: false }

import { total } from '../amounts.ts'
import { randomFor } from '../random.ts'
import type { AfterSale, Line, Sale, Stage, Version, Writer } from '../sale.ts'
import { epochSeconds } from '../times.ts'
import { bigNumber } from './json.ts'

/** order.orderDetail and afterSale.Detail: fen, epoch seconds. */

const statuses: Readonly<Record<Stage, number>> = {
  unpaid: 1,
  depositPaid: 103,
  held: 105,
  paid: 2,
  shipped: 3,
  signed: 3,
  finished: 5,
  closedAfterPay: 21,
  closedUnpaid: 4,
}

const shopFen = ({ shares }: Line): number => shares.itemFen + shares.shopFen
const platformFen = ({ shares }: Line): number => shares.platformFen + shares.governmentFen

/** The amounts of lines together; freight is on the first sub-order. */
function amounts(lines: readonly Line[], freightFen: number) {
  const sumFen = total(lines.map(({ unitFen, quantity }) => unitFen * quantity))
  const shop = total(lines.map(shopFen))
  const platform = total(lines.map(platformFen))
  const creator = total(lines.map(({ shares }) => shares.creatorFen))
  return {
    sumFen,
    fields: {
      order_amount: sumFen + freightFen,
      pay_amount: sumFen + freightFen - shop - platform - creator,
      post_amount: freightFen,
      post_insurance_amount: 0,
      modify_amount: 0,
      promotion_amount: shop + platform + creator,
      promotion_shop_amount: shop,
      promotion_platform_amount: platform,
      promotion_talent_amount: creator,
      promotion_pay_amount: 0,
      shop_cost_amount: shop,
      platform_cost_amount: platform + creator,
      only_platform_cost_amount: platform,
      author_cost_amount: creator,
    },
  }
}

const cost = (shop: number, platform: number, author: number) => ({ shop_cost: shop, platform_cost: platform, author_cost: author })

function promotionDetail({ shares }: Line) {
  const { itemFen, shopFen: wholeFen, platformFen: couponFen, governmentFen, creatorFen } = shares
  const campaign = (campaign_id: number, campaign_type: number, fen: number, share: object) =>
    fen === 0 ? [] : [{ campaign_id, campaign_type, campaign_amount: fen, share_discount_cost: share }]
  return {
    shop_discount_detail: {
      full_discount_info: [...campaign(8_014, 14, itemFen, cost(itemFen, 0, 0)), ...campaign(8_100, 100, wholeFen, cost(wholeFen, 0, 0))],
    },
    platform_discount_detail: {
      coupon_info:
        couponFen === 0
          ? []
          : [{ coupon_meta_id: 7_003, coupon_type: 3, coupon_amount: couponFen, share_discount_cost: cost(0, couponFen, 0) }],
      full_discount_info: campaign(9_416, 416, governmentFen, cost(0, governmentFen, 0)),
    },
    kol_discount_detail: {
      coupon_info:
        creatorFen === 0
          ? []
          : [{ coupon_meta_id: 7_052, coupon_type: 52, coupon_amount: creatorFen, share_discount_cost: cost(0, 0, creatorFen) }],
    },
  }
}

function subOrder(sale: Sale, line: Line, version: Version) {
  const isFirst = line === sale.lines[0]
  const { sumFen, fields } = amounts([line], isFirst ? sale.freightFen : 0)
  return {
    order_id: line.lineId,
    parent_order_id: sale.orderId,
    product_id: bigNumber(`3${line.channelSku.slice(1)}`),
    sku_id: bigNumber(line.channelSku),
    code: line.sku.sku,
    product_name: line.sku.name,
    item_num: line.quantity,
    main_status: statuses[version.stage],
    receive_type: sale.delivery === 'storePickup' ? 2 : 1,
    given_product_type: line.isGift ? 'FREE' : '',
    ...(line.isGift ? { master_sku_order_id_list: [sale.lines[0]!.lineId] } : {}),
    author_id: sale.creator === null ? 0 : bigNumber(sale.creator.id),
    ...(sale.creator === null ? {} : { author_name: sale.creator.name, room_id: bigNumber(`74${sale.creator.id}`) }),
    logistics_receipt_time: epochSeconds(version.finishedAt),
    origin_amount: line.unitFen,
    sum_amount: sumFen,
    ...fields,
    promotion_detail: promotionDetail(line),
    ...(line.shares.governmentFen > 0 ? { sku_order_tag_ui: [{ key: 'gov_subsidy', text: '国家补贴' }] } : {}),
    ...(sale.delivery === 'storePickup'
      ? {
          store_info: { store_id: sale.store!.location, store_name: sale.store!.name },
          inventory_list: [{ out_warehouse_id: sale.store!.location, inventory_type: 1, count: line.quantity }],
        }
      : {}),
  }
}

function phase(sale: Sale, number: 1 | 2, fen: number, paidAt: number | null, closesAt: number) {
  return {
    phase_order_id: `${sale.orderId}${number}`,
    total_phase: 2,
    current_phase: number,
    sku_order_id: sale.lines[0]!.lineId,
    phase_pay_type: 1,
    pay_success: paidAt !== null,
    phase_sum_amount: fen,
    phase_post_amount: 0,
    phase_promotion_amount: 0,
    phase_order_amount: fen,
    phase_pay_amount: fen,
    phase_pay_time: epochSeconds(paidAt),
    phase_close_time: epochSeconds(closesAt),
    channel_payment_no: paidAt === null ? '' : `42${number}${sale.orderId}`,
  }
}

const phases = (sale: Sale, { depositAt, paidAt, payBy }: Version) =>
  sale.depositFen === null
    ? []
    : [phase(sale, 1, sale.depositFen, depositAt, payBy), phase(sale, 2, sale.payFen - sale.depositFen, paidAt, sale.placedAt + 86_400_000)]

function shipments(sale: Sale, { shippedAt, parcels }: Version) {
  if (shippedAt === null) return []
  const delivery_id = `7${sale.orderId.slice(1)}`
  if (parcels.length === 0) {
    const product_info = sale.lines.map(({ lineId, quantity }) => ({ sku_order_id: lineId, product_count: quantity }))
    return [{ delivery_id, ship_time: epochSeconds(shippedAt), product_info }]
  }
  return parcels.map(({ waybill, leftAt, lines }, place) => ({
    ...{ tracking_no: waybill, company_name: '中通快运', delivery_id: `${delivery_id}${place}`, ship_time: epochSeconds(leftAt) },
    product_info: lines.map(({ line, quantity }) => ({ sku_order_id: line.lineId, product_count: quantity })),
  }))
}

function order(sale: Sale, version: Version): unknown {
  const { buyer } = sale
  const { province, city, district, path } = buyer!.place
  const shop_order_detail = {
    shop_id: Number(sale.shop),
    order_id: sale.orderId,
    doudian_open_id: `1@#${randomFor('douyin', buyer!.number).digits(16)}`,
    open_address_id: `#${randomFor('address', sale.orderId).digits(12)}`,
    main_status: statuses[version.stage],
    order_type: 0,
    trade_type: sale.depositFen === null ? 0 : 2,
    pay_type: 1,
    channel_payment_no: version.paidAt === null ? '' : `420${sale.orderId}`,
    create_time: epochSeconds(sale.placedAt),
    update_time: epochSeconds(version.modifiedAt),
    pay_time: epochSeconds(version.paidAt),
    order_expire_time: epochSeconds(version.payBy - sale.placedAt),
    finish_time: epochSeconds(version.finishedAt ?? version.closedAt),
    exp_ship_time: epochSeconds(sale.placedAt + 172_800_000),
    ship_time: epochSeconds(version.shippedAt),
    buyer_words: sale.remark ?? '',
    post_receiver: buyer!.name,
    post_tel: buyer!.phone,
    post_addr: {
      province: { name: province, id: path[0].slice(0, 2) },
      city: { name: city, id: path[1] },
      town: { name: district, id: path[2] },
      detail: buyer!.address,
    },
    logistics_info: shipments(sale, version),
    order_phase_list: phases(sale, version),
    ...amounts(sale.lines, sale.freightFen).fields,
    sku_order_list: sale.lines.map((line) => subOrder(sale, line, version)),
  }
  return { code: 10_000, msg: 'success', data: { shop_order_detail } }
}

const types: Partial<Record<AfterSale['kind'], number>> = { cancelBeforeShip: 2, refundOnly: 1, returnAndRefund: 0 }
const afterSaleStatuses = { requested: 6, approved: 7, onTheWay: 11, paid: 12 }

function afterSale(sale: Sale, { kind, status, lines, ...rest }: AfterSale): unknown {
  const isPaid = status === 'paid'
  return {
    code: 10_000,
    data: {
      shop_id: Number(sale.shop),
      order_info: {
        shop_order_id: bigNumber(sale.orderId),
        sku_order_infos: lines.map(({ line, quantity }) => ({
          sku_order_id: bigNumber(line.lineId),
          sku_id: bigNumber(line.channelSku),
          item_quantity: line.quantity,
          after_sale_item_count: quantity,
        })),
      },
      process_info: {
        after_sale_info: {
          after_sale_id: bigNumber(rest.refundId),
          after_sale_status: afterSaleStatuses[status],
          refund_status: isPaid ? 3 : 1,
          reason: '尺寸不合适',
          apply_time: epochSeconds(rest.requestedAt),
          update_time: epochSeconds(rest.modifiedAt),
          after_sale_type: types[kind],
          refund_total_amount: rest.refundFen,
          refund_post_amount: rest.freightFen,
          ...(isPaid ? { real_refund_amount: rest.refundFen, refund_time: epochSeconds(rest.modifiedAt) } : {}),
        },
        ...(rest.returnWaybill === null ? {} : { logistics_info: { return: { tracking_no: rest.returnWaybill } } }),
      },
    },
  }
}

export const douyin: Writer = { order, afterSale, severalLines: true }

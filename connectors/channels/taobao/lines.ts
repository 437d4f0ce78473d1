import type { CanonicalLine, CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { id, optionalId, optionalText, optionalYuan, quantity, text, yuan } from '../../shared/fields.ts'
import type { Source } from '../../shared/source.ts'
import { lineDiscounts } from './discounts.ts'
import { lineStatusOf } from './status.ts'
import { linesOf, promotionsOf, subsidyOf, wrappedList } from './trade.ts'

type Service = CanonicalOrder['services'][number]

export function canonicalLines(trade: Source, services: readonly Service[], isPickup: boolean): CanonicalLine[] {
  const routed = new Map(
    wrappedList(trade, 'logistics_infos', 'logistics_info').map((info) => [
      optionalId(info, 'sub_trade_id'),
      optionalId(info, 'store_code'),
    ]),
  )
  const lines = linesOf(trade).map((line) => soldLine(trade, line, services, isPickup, routed.get(optionalId(line, 'oid')) ?? null))
  return [...lines, ...promotionsOf(trade).flatMap((promotion, index) => giftLine(promotion, index, lines))]
}

function soldLine(trade: Source, line: Source, services: readonly Service[], isPickup: boolean, routedTo: string | null): CanonicalLine {
  const lineId = id(line, 'oid')
  const installed = services.some(
    (service) => service.lineId === lineId && (service.kind === 'install' || service.kind === 'toHomeAndInstall'),
  )
  return {
    lineId,
    channelSku: optionalId(line, 'sku_id') ?? optionalId(line, 'num_iid'),
    outerSku: optionalText(line, 'outer_sku_id') ?? optionalText(line, 'outer_iid'),
    title: text(line, 'title'),
    kind: 'goods',
    giftOf: null,
    bundle: optionalId(line, 'item_meal_id'),
    quantity: quantity(line, 'num'),
    unitListPriceFen: yuan(line, 'price'),
    discounts: lineDiscounts(trade, line),
    apportionedFen: optionalYuan(line, 'part_mjz_discount'),
    buyerPaysFen: optionalYuan(line, 'divide_order_fee'),
    status: lineStatusOf(line),
    refundStatus: optionalText(line, 'refund_status'),
    refundId: optionalId(line, 'refund_id'),
    delivery: isPickup ? 'storePickup' : installed ? 'install' : 'ship',
    appointedLocation: routedTo ?? optionalText(line, 'store_code'),
    serialNumbers: [],
    creator: null,
    subsidy: lineSubsidy(trade, line),
  }
}

/** `gov_sn_check` "a_b_c": serial numbers to collect, IMEIs to collect, 1 when the numbers are verified; `gov_zhaoshangpi` ends in the category. */
function lineSubsidy(trade: Source, line: Source): CanonicalLine['subsidy'] {
  const subsidy = subsidyOf(trade)
  const scheme = optionalText(line, 'gov_zhaoshangpi')
  if (subsidy === null || scheme === null) return null
  const [serialNumbers = 0, imeis = 0, verify = 0] = (optionalText(subsidy.source, 'gov_sn_check') ?? '')
    .split('_')
    .map((part) => Number.parseInt(part, 10) || 0)
  return {
    amountFen: null,
    mode: subsidy.mode,
    regionCode: null,
    category: scheme.split('_').at(-1) ?? null,
    merchantFunded: false,
    serialNumbersRequired: Math.max(0, serialNumbers),
    imeisRequired: Math.max(0, imeis),
    verifyNumbers: verify === 1,
  }
}

/** A gift is no sub-order of a trade: it stands in the promotion that gives it. */
function giftLine(promotion: Source, index: number, lines: readonly CanonicalLine[]): CanonicalLine[] {
  const itemId = optionalId(promotion, 'gift_item_id')
  if (itemId === null) return []
  const givenFor = optionalId(promotion, 'id')
  return [
    {
      lineId: `gift-${index + 1}`,
      channelSku: itemId,
      outerSku: null,
      title: optionalText(promotion, 'gift_item_name') ?? '',
      kind: 'gift',
      giftOf: lines.find(({ lineId }) => lineId === givenFor)?.lineId ?? null,
      bundle: null,
      quantity: optionalText(promotion, 'gift_item_num') === null ? 1 : quantity(promotion, 'gift_item_num'),
      unitListPriceFen: 0,
      discounts: [],
      apportionedFen: null,
      buyerPaysFen: null,
      status: 'open',
      refundStatus: null,
      refundId: null,
      delivery: 'ship',
      appointedLocation: null,
      serialNumbers: [],
      creator: null,
      subsidy: null,
    },
  ]
}

import { channelHoldReasons, type EventOfOrder, type OrderEvent, type OrderLine } from '../order/events.ts'
import type { Bearer } from '../shared/fields.ts'
import type { AuditFacts } from './facts.ts'

/** What an order's own events say of it, as far as an audit asks. */
export interface AuditedOrder {
  readonly placed: EventOfOrder<'OrderPlaced'>['data']
  readonly lines: readonly OrderLine[]
  /** Units not cancelled, by line. */
  readonly left: ReadonlyMap<string, number>
  readonly personId: string
  readonly region: readonly string[]
  /** Null where nothing was looked for. */
  readonly addressFlags: readonly string[] | null
  readonly remarkFlags: readonly string[] | null
  readonly remarks: EventOfOrder<'RemarksChanged'>['data']['remarks']
  readonly otherChargesFen: number
  readonly capturedFen: number
  readonly channelHolds: readonly string[]
}

/** What no event of the order says. Null: not known. */
export interface BesideOrder {
  readonly weightGrams: number | null
  readonly otherOpenOrders: number | null
}

const unitsOf = (lines: readonly OrderLine[]): ReadonlyMap<string, number> =>
  new Map(lines.map(({ lineId, quantity }) => [lineId, quantity]))

/** The order as it stood after so many of its events; null before it was placed. */
export function auditedOrder(events: readonly OrderEvent[]): AuditedOrder | null {
  return events.reduce<AuditedOrder | null>(
    (order, event) => (event.type === 'OrderPlaced' ? begin(event.data) : order && follow(order, event)),
    null,
  )
}

const begin = (placed: EventOfOrder<'OrderPlaced'>['data']): AuditedOrder => ({
  placed,
  lines: placed.lines,
  left: unitsOf(placed.lines),
  personId: placed.buyer.personId,
  region: placed.region.path,
  addressFlags: placed.addressFlags ?? null,
  remarkFlags: placed.remarkFlags ?? null,
  remarks: placed.remarks,
  otherChargesFen: placed.otherChargesFen,
  capturedFen: 0,
  channelHolds: [],
})

function follow(order: AuditedOrder, { type, data }: OrderEvent): AuditedOrder {
  switch (type) {
    case 'OrderRepriced':
      return { ...order, lines: data.lines, left: unitsOf(data.lines), otherChargesFen: data.otherChargesFen }
    case 'LineCancelled':
      return { ...order, left: new Map([...order.left, [data.lineId, data.remaining]]) }
    case 'DepositPaid':
    case 'PaymentCaptured':
      return { ...order, capturedFen: data.capturedFen }
    case 'AddressChanged':
      return { ...order, personId: data.buyer.personId, region: data.region.path, addressFlags: data.addressFlags ?? null }
    case 'RemarksChanged':
      return { ...order, remarks: data.remarks, remarkFlags: data.remarkFlags ?? null }
    case 'OrderHeld':
      return isOfChannel(data.reason) ? { ...order, channelHolds: different([...order.channelHolds, data.reason]) } : order
    default:
      return order
  }
}

const isOfChannel = (reason: string): boolean => (channelHoldReasons as readonly string[]).includes(reason)

/** Units of each stock SKU that are still wanted. */
export function stockUnitsOf({ lines, left }: AuditedOrder): ReadonlyMap<string, number> {
  const units = new Map<string, number>()
  for (const { lineId, stock } of lines)
    for (const { sku, quantityPerUnit } of stock) {
      const quantity = (left.get(lineId) ?? 0) * quantityPerUnit
      if (quantity > 0) units.set(sku, (units.get(sku) ?? 0) + quantity)
    }
  return units
}

/** Whether it could be given out as work, as far as money goes: an audit looks at no other. */
export const isPaidFor = ({ placed, lines, left, otherChargesFen, capturedFen }: AuditedOrder): boolean =>
  placed.cashOnDelivery ||
  capturedFen >= otherChargesFen + sum(lines.flatMap(({ lineId, unitBuyerFen }) => unitBuyerFen.slice(0, left.get(lineId) ?? 0)))

export function auditFactsOf(order: AuditedOrder, { weightGrams, otherOpenOrders }: BesideOrder): AuditFacts {
  const { placed, region, remarks, capturedFen, channelHolds } = order
  const lines = order.lines.map((line) => ({ ...line, left: order.left.get(line.lineId) ?? 0 })).filter(({ left }) => left > 0)
  const items = lines.filter(({ kind }) => kind === 'goods' || kind === 'gift')
  const stock = [...stockUnitsOf(order).keys()]
  const { presale, tradeIn, promised, placedAt } = placed
  const listFen = sum(lines.map(({ left, unitListPriceFen }) => left * unitListPriceFen))
  const merchantDiscountFen = borneBy(lines, 'merchant')
  const subsidyFen = borneBy(lines, 'government')
  return {
    channel: placed.channel,
    shop: placed.shop,
    orderType: placed.type,
    region,
    addressFlags: order.addressFlags,
    campaign: placed.campaign ?? '',
    store: placed.store?.storeCode ?? '',
    creators: different(lines.flatMap(({ creator }) => (creator === null ? [] : [creator.creatorId]))),
    deliveries: different(items.map(({ delivery }) => delivery)),
    services: different(placed.services.map(({ kind }) => kind)),

    skus: different([...lines.flatMap(({ sku }) => (sku === null ? [] : [sku])), ...stock]),
    categories: different(items.map(({ category }) => category)),
    brands: different(items.map(({ brand }) => brand)),
    itemCount: items.length,
    skuCount: stock.length,
    unitCount: sum(items.map(({ left }) => left)),
    weightGrams,
    giftsOnly: items.length > 0 && items.every(({ kind }) => kind === 'gift'),

    listFen,
    buyerFen: sum(lines.flatMap(({ left, unitBuyerFen }) => unitBuyerFen.slice(0, left))),
    receivableFen: listFen - merchantDiscountFen,
    capturedFen,
    merchantDiscountFen,

    cashOnDelivery: placed.cashOnDelivery,
    presale: presale !== null,
    tradeIn: tradeIn !== null,
    tradeInQuotedFen: tradeIn?.quotedFen ?? null,
    subsidised: subsidyFen > 0,
    subsidyFen,
    giftOrder: placed.isGiftOrder,
    invoiceWanted: placed.invoice?.wanted ?? false,

    sellerFlag: remarks.flag ?? '',
    remarkFlags: order.remarkFlags,
    buyerRemarked: remarks.buyer !== null,
    sellerRemarked: remarks.seller !== null,

    shipWithinMs: since(placedAt, promised?.shipBy),
    deliverWithinMs: since(placedAt, promised?.deliverBy),

    channelHolds,
    otherOpenOrders,
  }
}

/** Units are cancelled from the last. */
const borneBy = (lines: readonly (OrderLine & { readonly left: number })[], bearer: Bearer): number =>
  sum(
    lines.flatMap(({ left, discounts }) =>
      discounts.filter((each) => each.bearer === bearer).flatMap(({ unitFen }) => unitFen.slice(0, left)),
    ),
  )

const since = (placedAt: number, instant: number | null | undefined): number | null => (instant == null ? null : instant - placedAt)
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
const different = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)]

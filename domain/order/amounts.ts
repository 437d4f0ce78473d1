import type { Discount } from '../channel/canonical.ts'
import { apportion } from '../shared/apportion.ts'
import { type Rejection, reject } from '../shared/decision.ts'
import { sum } from '../shared/money.ts'
import type { ChannelOrder, ChannelOrderLine } from './channel-order.ts'
import { amountsOfCutting, type Cutting, roomOf, startCutting, takeOff } from './cutting.ts'
import { layerOf } from './discount-layers.ts'
import type { OrderLine } from './events.ts'
import { freightLine } from './freight.ts'

export interface OrderAmounts {
  readonly lines: OrderLine[]
  readonly listFen: number
  readonly buyerFen: number
  readonly receivableFen: number
  readonly otherChargesFen: number
}

export const isBroken = (amounts: OrderAmounts | Rejection): amounts is Rejection => 'accepted' in amounts

/** Both sides of what should have been equal, or of what should not have been more. */
export const broken = (equation: string, leftFen: number, rightFen: number, lineId: string | null = null): Rejection =>
  reject('AMOUNTS_BROKEN', { equation, leftFen, rightFen, lineId })

interface Cut {
  readonly line: ChannelOrderLine
  readonly cutting: Cutting
  /** What the channel itself still wants taken off this line by the order's discounts; null when it leaves that to us. */
  targetFen: number | null
}

/**
 * Cuts every discount of an order over lines and units, layer by layer, so that everything sums to the fen. Where the channel
 * says what it put on a line, that wins. Rejects with `AMOUNTS_BROKEN` when the channel's amounts contradict each other.
 */
export function amountsOf(order: ChannelOrder): OrderAmounts | Rejection {
  const cuts = order.lines.map((line): Cut => {
    const cutting = startCutting(line.quantity, line.unitListPriceFen, line.discounts)
    return { line, cutting, targetFen: null }
  })
  const problem = ownDiscountsFit(cuts) ?? setTargets(cuts, order.orderDiscounts) ?? cutByLayers(cuts, order.orderDiscounts) ?? settle(cuts)
  if (problem !== null) return problem
  const freight = freightLine(order.freight)
  if (freight !== null && 'accepted' in freight) return freight
  const lines = [...cuts.map(orderLineOf), ...(freight === null ? [] : [freight])]
  const buyerFen = sum(lines.map((line) => line.buyerFen))
  const payableFen = buyerFen + order.otherChargesFen
  if (payableFen !== order.buyerPaysFen) return broken('lines + freight + other charges = buyer pays', payableFen, order.buyerPaysFen)
  return {
    lines,
    listFen: sum(lines.map((line) => line.listFen)),
    buyerFen,
    receivableFen: sum(lines.map((line) => line.receivableFen)),
    otherChargesFen: order.otherChargesFen,
  }
}

const isGoods = ({ line }: Cut): boolean => line.kind === 'goods'

function ownDiscountsFit(cuts: readonly Cut[]): Rejection | null {
  const over = cuts.find(({ cutting }) => roomOf(cutting) < 0)
  return over === undefined
    ? null
    : broken('discounts of the line <= list price of the line', over.cutting.ownToComeFen, over.cutting.listFen, over.line.lineId)
}

/** What the channel says of some lines fixes them; the rest of the order's discounts is cut over the others. */
function setTargets(cuts: readonly Cut[], orderDiscounts: readonly Discount[]): Rejection | null {
  const goods = cuts.filter(isGoods)
  const said = goods.filter(({ line }) => line.apportionedFen !== null || line.buyerPaysFen !== null)
  if (said.length === 0) return null
  for (const cut of said) {
    const { line, cutting } = cut
    cut.targetFen = line.apportionedFen ?? roomOf(cutting) - line.buyerPaysFen!
    if (cut.targetFen < 0)
      return broken('buyer pays for the line <= list price less its discounts', line.buyerPaysFen!, roomOf(cutting), line.lineId)
    if (cut.targetFen > roomOf(cutting))
      return broken('apportioned to the line <= list price less its discounts', cut.targetFen, roomOf(cutting), line.lineId)
  }
  const totalFen = sum(orderDiscounts.map(({ amountFen }) => amountFen))
  const saidFen = sum(said.map(({ targetFen }) => targetFen!))
  const free = goods.filter(({ targetFen }) => targetFen === null)
  const rooms = free.map(({ cutting }) => roomOf(cutting))
  const restFen = totalFen - saidFen
  if (restFen < 0 || restFen > sum(rooms)) return broken('apportioned to all lines = discounts of the order', saidFen, totalFen)
  for (const [place, share] of apportion(restFen, rooms, rooms).entries()) free[place]!.targetFen = share
  return null
}

function cutByLayers(cuts: readonly Cut[], orderDiscounts: readonly Discount[]): Rejection | null {
  const own = cuts.flatMap((cut) => cut.line.discounts.map((discount) => ({ discount, cut })))
  const steps = [...own, ...orderDiscounts.map((discount) => ({ discount, cut: null }))]
  steps.sort((a, b) => layerOf(a.discount) - layerOf(b.discount))
  const goods = cuts.filter(isGoods)
  for (const { discount, cut } of steps) {
    if (cut === null) {
      const problem = cutOverLines(goods, discount)
      if (problem !== null) return problem
    } else {
      cut.cutting.ownToComeFen -= discount.amountFen
      takeOff(cut.cutting, discount, discount.amountFen)
    }
  }
  return null
}

function cutOverLines(goods: readonly Cut[], discount: Discount): Rejection | null {
  const caps = goods.map(({ cutting, targetFen }) => targetFen ?? roomOf(cutting))
  const weights = goods.map(({ cutting, targetFen }) => targetFen ?? cutting.leftFen)
  if (discount.amountFen > sum(caps)) return broken('discounts of the order <= what is left of the goods', discount.amountFen, sum(caps))
  for (const [place, share] of apportion(discount.amountFen, weights, caps).entries()) {
    const cut = goods[place]!
    takeOff(cut.cutting, discount, share)
    if (cut.targetFen !== null) cut.targetFen -= share
  }
  return null
}

/** A gift costs nothing unless the channel says so; every other line must cost what the channel says. */
function settle(cuts: readonly Cut[]): Rejection | null {
  for (const { line, cutting } of cuts) {
    const saidFen = line.buyerPaysFen ?? (line.kind === 'gift' ? 0 : null)
    if (line.kind === 'gift' && saidFen! < cutting.leftFen) takeOff(cutting, givenAway, cutting.leftFen - saidFen!)
    if (saidFen !== null && saidFen !== cutting.leftFen)
      return broken('list price less all discounts of the line = buyer pays for the line', cutting.leftFen, saidFen, line.lineId)
  }
  return null
}

const givenAway: Discount = { bearer: 'merchant', instrument: 'itemDiscount', amountFen: 0, source: 'profile', reference: null }

function orderLineOf({ line, cutting }: Cut): OrderLine {
  const { lineId, kind, giftOf, channelSku, sku, category, brand, title, quantity, unitListPriceFen } = line
  const { stock, delivery, appointedLocation, serialNumbers, creator, subsidy } = line
  return {
    ...{ lineId, kind, giftOf, channelSku, sku, category, brand, title, quantity, unitListPriceFen },
    ...amountsOfCutting(cutting),
    ...{ stock, delivery, appointedLocation, serialNumbers, creator, subsidy },
  }
}

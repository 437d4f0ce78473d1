import { round } from '../amounts.ts'
import type { Ids } from '../order-ids.ts'
import type { Random } from '../random.ts'
import type { AfterSale, Line, Sale } from '../sale.ts'
import { atTheTill, minutes, paid, sends } from './ordinary.ts'
import { type Departed, type Manner, type Story, secondMs, story, tell, tellAfterSale, version } from './told.ts'

/** Part of a line's price: all of it only where the line is all there is, since shares of an order's discounts are cut by the fen. */
function partOf({ lines }: Sale, line: Line, quantity: number): number {
  const isAll = quantity === line.quantity && lines.filter(({ isGift }) => !isGift).length === 1
  return isAll ? line.payFen : round((line.payFen * quantity) / line.quantity) - 1_000
}

const mainLine = ({ lines }: Sale): Line => lines.find(({ isGift }) => !isGift)!

type Bought = { readonly sale: Sale; readonly ids: Ids }

/** The goods stay, some money goes back. */
export function partlyRefunded(bought: Bought, random: Random): Story {
  const { sale, ids } = bought
  const first = paid(sale, random)
  const sequel = sends(bought, first.times, random)
  const line = mainLine(sale)
  const refundFen = Math.max(1_000, round((line.payFen * random.whole(3, 20)) / 100))
  return story(sale, first.tellings, {
    sequel: {
      ...sequel,
      left(departed) {
        const requestedAt = departed.at + minutes(random, 60, 6 * 60)
        const asked: AfterSale = {
          ...{ refundId: ids.refund(0), kind: 'refundOnly', status: 'requested', refundFen, freightFen: 0 },
          ...{ requestedAt, modifiedAt: requestedAt, lines: [{ line, quantity: line.quantity }] },
          ...{ returnWaybill: null, condition: 'sellable' },
        }
        const answered: AfterSale = { ...asked, status: 'paid', modifiedAt: requestedAt + minutes(random, 10, 90) }
        return [...sequel.left(departed), tellAfterSale(asked), tellAfterSale(answered, [{ is: 'refund', fen: refundFen }])]
      },
    },
  })
}

/** Goods go back some days after they came, are looked at, and paid back; or never go back. */
export function returned(bought: Bought, random: Random, manner: Manner = 'ordinary'): Story {
  const { sale, ids } = bought
  const first = paid(sale, random)
  const sequel = sends(bought, first.times, random)
  const line = mainLine(sale)
  const quantity = random.whole(1, line.quantity)
  const refundFen = partOf(sale, line, quantity)
  const said = (status: AfterSale['status'], modifiedAt: number, requestedAt: number): AfterSale => ({
    ...{ refundId: ids.refund(0), kind: 'returnAndRefund', status, refundFen, freightFen: 0, requestedAt, modifiedAt },
    ...{ lines: [{ line, quantity }], returnWaybill: status === 'onTheWay' || status === 'paid' ? `RT${sale.waybill}` : null },
    condition: 'sellable',
  })
  let requestedAt = 0
  return story(sale, first.tellings, {
    manner,
    sequel: {
      ...sequel,
      arrived(departed, at) {
        requestedAt = at + minutes(random, 6 * 60, 5 * 24 * 60)
        const agreedAt = requestedAt + minutes(random, 5, 60)
        const asked = [...sequel.arrived(departed, at), tellAfterSale(said('requested', requestedAt, requestedAt))]
        if (manner === 'keeps')
          return [...asked, tellAfterSale(said('approved', agreedAt, requestedAt), [{ is: 'cause', cause: 'returnOverdue' }])]
        const sent = said('onTheWay', agreedAt + minutes(random, 60, 36 * 60), requestedAt)
        return [...asked, tellAfterSale(said('approved', agreedAt, requestedAt), [{ is: 'refund', fen: refundFen }]), tellAfterSale(sent)]
      },
      inspected: (at) => [tellAfterSale(said('paid', at + minutes(random, 20, 300), requestedAt))],
    },
  })
}

/** Not taken at the door: the parcel goes back, and the money with it. */
export function refused(bought: Bought, random: Random): Story {
  const { sale } = bought
  const first = paid(sale, random)
  const sequel = sends(bought, first.times, random)
  let departed: Departed | null = null
  return story(sale, first.tellings, {
    manner: 'refuses',
    sequel: {
      left(all) {
        departed = all
        return sequel.left(all)
      },
      inspected(at) {
        const closedAt = at + minutes(random, 30, 300)
        const times = { ...first.times, shippedAt: departed!.at, parcels: departed!.parcels, closedAt }
        return [tell(version(sale, 'closedAfterPay', closedAt, times), [{ is: 'cancelled' }])]
      },
    },
  })
}

/** Brought back to the store on the same day. */
export function broughtBack(sale: Sale, ids: Ids, random: Random): Story {
  const { tellings } = atTheTill(sale)
  const line = mainLine(sale)
  const quantity = random.whole(1, line.quantity)
  const refundFen = (line.payFen * quantity) / line.quantity
  const requestedAt = sale.placedAt + minutes(random, 30, 180)
  const condition = random.chance(0.7) ? 'sellable' : 'damaged'
  const said: AfterSale = {
    ...{ refundId: ids.refund(0), kind: 'returnAndRefund', status: 'paid', refundFen, freightFen: 0, requestedAt },
    ...{ modifiedAt: requestedAt + secondMs, lines: [{ line, quantity }], returnWaybill: null, condition },
  }
  return story(sale, [
    ...tellings,
    tellAfterSale(said, [
      { is: 'refund', fen: refundFen },
      { is: 'return', units: quantity, condition },
    ]),
  ])
}

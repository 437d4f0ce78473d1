import type { Ids } from '../order-ids.ts'
import type { Random } from '../random.ts'
import type { AfterSale, Sale } from '../sale.ts'
import { dayMs } from '../times.ts'
import { minutes, paid, sends } from './ordinary.ts'
import { type Departed, type Story, story, tell, tellAfterSale, version } from './told.ts'

type Bought = { readonly sale: Sale; readonly ids: Ids }
type Said = Pick<AfterSale, 'kind' | 'refundFen' | 'freightFen' | 'requestedAt'>

/** About all of a sale of one line. */
const saying =
  ({ sale: { lines }, ids }: Bought, said: Said) =>
  (status: AfterSale['status'], modifiedAt: number, returnWaybill: string | null = null): AfterSale => ({
    ...{ ...said, refundId: ids.refund(0), status, modifiedAt, returnWaybill, condition: 'sellable' },
    lines: lines.map((line) => ({ line, quantity: line.quantity })),
  })

/** Sent back some days after it came, and another sent for it: an order of its own, that costs nothing. */
export function exchanged(bought: Bought, random: Random): Story {
  const { sale } = bought
  const first = paid(sale, random)
  const sequel = sends(bought, first.times, random)
  return story(sale, first.tellings, {
    sequel: {
      ...sequel,
      arrived(departed, at) {
        const requestedAt = at + minutes(random, 6 * 60, 4 * 24 * 60)
        const agreedAt = requestedAt + minutes(random, 5, 60)
        const said = saying(bought, { kind: 'exchange', refundFen: 0, freightFen: 0, requestedAt })
        return [
          ...sequel.arrived(departed, at),
          tellAfterSale(said('requested', requestedAt), [{ is: 'cause', cause: 'exchanged' }]),
          tellAfterSale(said('approved', agreedAt), [
            { is: 'refund', fen: 0 },
            { is: 'placed', channel: sale.channel, payFen: 0 },
          ]),
          tellAfterSale(said('onTheWay', agreedAt + minutes(random, 60, 36 * 60), `RT${sale.waybill}`)),
        ]
      },
    },
  })
}

/** Given up minutes after it left: the carrier turns it round, and the money goes back once it is there. */
export function intercepted(bought: Bought, random: Random): Story {
  const { sale } = bought
  const first = paid(sale, random)
  const sequel = sends(bought, first.times, random)
  let turned: { readonly departed: Departed; readonly said: ReturnType<typeof saying> } | null = null
  return story(sale, first.tellings, {
    sequel: {
      ...sequel,
      left(departed) {
        const told = sequel.left(departed)
        // Of several parcels some may be there already.
        if (departed.parcels.length !== 1) return told
        const requestedAt = departed.at + minutes(random, 25, 40)
        const said = saying(bought, { kind: 'intercept', refundFen: sale.payFen, freightFen: sale.freightFen, requestedAt })
        turned = { departed, said }
        return [
          ...told,
          tellAfterSale(said('approved', requestedAt), [
            { is: 'cause', cause: 'intercepted' },
            { is: 'refund', fen: sale.payFen },
          ]),
        ]
      },
      inspected(at) {
        if (turned === null) return []
        const { departed, said } = turned
        const paidAt = at + minutes(random, 20, 200)
        const closedAt = paidAt + minutes(random, 1, 30)
        const times = { ...first.times, shippedAt: departed.at, parcels: departed.parcels, closedAt }
        return [tellAfterSale(said('paid', paidAt)), tell(version(sale, 'closedAfterPay', closedAt, times), [{ is: 'cancelled' }])]
      },
    },
  })
}

/** Lost by its carrier: days later it is sent again, as an order of its own, and the first is finished with that. */
export function lost(bought: Bought, random: Random): Story {
  const { sale } = bought
  const first = paid(sale, random)
  const sequel = sends(bought, first.times, random)
  return story(sale, first.tellings, {
    manner: 'loses',
    sequel: {
      ...sequel,
      left(departed) {
        const { at, parcels } = departed
        const requestedAt = at + minutes(random, 5 * 24 * 60, 7 * 24 * 60)
        const said = saying(bought, { kind: 'resend', refundFen: 0, freightFen: 0, requestedAt })
        const finishedAt = at + 16 * dayMs
        return [
          ...sequel.left(departed),
          tellAfterSale(said('approved', requestedAt), [
            { is: 'cause', cause: 'parcelLost' },
            { is: 'refund', fen: 0 },
            { is: 'placed', channel: sale.channel, payFen: 0 },
          ]),
          tell(version(sale, 'finished', finishedAt, { ...first.times, shippedAt: at, parcels, finishedAt })),
        ]
      },
      arrived: () => [],
    },
  })
}

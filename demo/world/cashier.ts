import { randomFor } from '../random.ts'
import { minuteMs, toSecond } from '../times.ts'
import type { Outside, Partner } from './partner.ts'

/** Pays back by hand what no channel pays back: cases the ledger opened itself. */
export function createCashier({ seed, agenda, doors, orders }: Outside, now: () => number): Partner {
  return {
    sees: {
      RefundApproved({ afterSalesId, orderId, buyerFen, freightFen }) {
        const life = orders.get(orderId)
        if (life?.story.manner !== 'refuses') return
        const at = toSecond(now() + randomFor(seed, 'cashier', afterSalesId).whole(60, 24 * 60) * minuteMs)
        const refundFen = buyerFen + freightFen
        const data = { afterSalesId, refundFen, paidAt: at }
        agenda.add({
          at,
          about: afterSalesId,
          run: () => doors.ask({ type: 'RecordRefundPaid', data }, afterSalesId, at, [{ is: 'refund', fen: refundFen }]),
        })
      },
    },
  }
}

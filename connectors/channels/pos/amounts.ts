import type { Discount } from '../../../domain/channel/canonical.ts'
import { sum } from '../../../domain/shared/money.ts'
import { discount } from '../../shared/discount.ts'
import type { Ticket, TicketLine } from './form.ts'
import { promotionBearer, voucherBearer } from './profile.ts'

type Tender = Ticket['tenders'][number]

const isDiscount = ({ method }: Tender): boolean => method === 'gov_subsidy' || method === 'voucher'

export const moneyOf = ({ tenders }: Ticket): readonly Tender[] => tenders.filter((tender) => !isDiscount(tender))
export const tenderedFen = ({ tenders }: Ticket): number => sum(tenders.map(({ amount }) => amount))
export const moneyFen = (ticket: Ticket): number => sum(moneyOf(ticket).map(({ amount }) => amount))
export const subsidyFen = ({ tenders }: Ticket): number =>
  sum(tenders.filter(({ method }) => method === 'gov_subsidy').map(({ amount }) => amount))

export const lineFen = ({ dealPrice, qty, lineDiscount }: TicketLine): number => dealPrice * qty - lineDiscount

export const lineDiscounts = ({ tagPrice, dealPrice, qty, lineDiscount, promoCodes, promoBearer }: TicketLine): Discount[] => [
  ...discount((tagPrice - dealPrice) * qty, { bearer: 'merchant', instrument: 'priceChange', source: 'channel' }),
  ...discount(lineDiscount, {
    bearer: promoBearer ?? promotionBearer,
    instrument: 'itemDiscount',
    source: promoBearer === null ? 'profile' : 'channel',
    reference: promoCodes.join(',') || null,
  }),
]

/** Tenders that are no money of the buyer, and what was left off the total. */
export const orderDiscounts = ({ tenders, roundOff }: Ticket): Discount[] => [
  ...tenders.filter(isDiscount).flatMap(({ method, amount, bearer, refNo }) =>
    method === 'gov_subsidy'
      ? discount(amount, { bearer: 'government', instrument: 'subsidy', source: 'channel', reference: refNo })
      : discount(amount, {
          bearer: bearer ?? voucherBearer,
          instrument: 'coupon',
          source: bearer === null ? 'profile' : 'channel',
          reference: refNo,
        }),
  ),
  ...discount(roundOff, { bearer: 'merchant', instrument: 'rounding', source: 'channel' }),
]

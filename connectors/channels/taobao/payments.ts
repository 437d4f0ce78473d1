import type { CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { id, optionalId, optionalLocalTime, optionalText, optionalYuan, yuan, yuanOrZero } from '../../shared/fields.ts'
import type { Source } from '../../shared/source.ts'

type Payment = CanonicalOrder['payments'][number]
type Presale = NonNullable<CanonicalOrder['presale']>

const stages: Readonly<Record<string, Presale['stage']>> = {
  FRONT_NOPAID_FINAL_NOPAID: 'depositUnpaid',
  FRONT_PAID_FINAL_NOPAID: 'depositPaid',
  FRONT_PAID_FINAL_PAID: 'balancePaid',
}

/** `step_paid_fee` is the deposit as long as it is less than the whole payment. */
export function presaleOf(trade: Source): Presale | null {
  const stage = stages[optionalText(trade, 'step_trade_status') ?? '']
  if (stage === undefined) return null
  const payment = yuan(trade, 'payment')
  const paid = optionalYuan(trade, 'step_paid_fee')
  const depositFen = paid === null || paid === 0 || paid >= payment ? null : paid
  const balanceDueAt = stage === 'depositPaid' ? optionalLocalTime(trade, 'timeout_action_time') : null
  return { stage, depositFen, balanceFen: depositFen === null ? null : payment - depositFen, balanceDueAt }
}

/** An alipay number alone is no payment: a trade has one from its creation. */
export function paymentsOf(trade: Source, presale: Presale | null, modifiedAt: number): Payment[] {
  const tid = id(trade, 'tid')
  const paidAt = optionalLocalTime(trade, 'pay_time')
  if (presale?.stage === 'depositPaid') return [step(tid, 'deposit', yuanOrZero(trade, 'step_paid_fee'), paidAt ?? modifiedAt)]
  if (paidAt === null) return isCollected(trade) ? [whole(trade, tid, optionalLocalTime(trade, 'end_time') ?? modifiedAt)] : []
  const { depositFen = null, balanceFen = null } = presale?.stage === 'balancePaid' ? presale : {}
  if (depositFen === null || balanceFen === null) return [whole(trade, tid, paidAt)]
  return [step(tid, 'deposit', depositFen, paidAt), step(tid, 'balance', balanceFen, paidAt)]
}

/** Cash on delivery is paid once the buyer has signed. */
const isCollected = (trade: Source): boolean =>
  optionalText(trade, 'type') === 'cod' && ['TRADE_BUYER_SIGNED', 'TRADE_FINISHED'].includes(optionalText(trade, 'status') ?? '')

const step = (tid: string, stage: 'deposit' | 'balance', amountFen: number, paidAt: number): Payment => ({
  paymentId: `${tid}-${stage}`,
  stage,
  amountFen,
  method: 'alipay',
  paidAt,
})

const whole = (trade: Source, tid: string, paidAt: number): Payment => {
  const isCash = optionalText(trade, 'type') === 'cod'
  return {
    paymentId: (isCash ? null : optionalId(trade, 'alipay_no')) ?? tid,
    stage: 'full',
    amountFen: yuan(trade, 'payment'),
    method: isCash ? 'cod' : 'alipay',
    paidAt,
  }
}

import type { CanonicalOrder } from '../../../domain/channel/canonical.ts'
import { sum } from '../../../domain/shared/money.ts'
import { fen, flag, id, optionalEpochSeconds, optionalId, optionalText } from '../../shared/fields.ts'
import { list, type Source } from '../../shared/source.ts'

type Payment = CanonicalOrder['payments'][number]

/** Deposit and balance of a presale: each sub-order has one of both. */
export const phasesOf = (order: Source): readonly Source[] => list(order, 'order_phase_list')

const inPhase = (order: Source, phase: '1' | '2'): readonly Source[] =>
  phasesOf(order).filter((each) => optionalText(each, 'current_phase') === phase)
const isPaid = (phases: readonly Source[]): boolean => phases.length > 0 && phases.every((phase) => flag(phase, 'pay_success'))
const amountOf = (phases: readonly Source[]): number => sum(phases.map((phase) => fen(phase, 'phase_pay_amount')))

export function presaleOf(order: Source): CanonicalOrder['presale'] {
  const [deposit, balance] = [inPhase(order, '1'), inPhase(order, '2')]
  if (deposit.length === 0) return null
  return {
    stage: isPaid(balance) ? 'balancePaid' : isPaid(deposit) ? 'depositPaid' : 'depositUnpaid',
    depositFen: amountOf(deposit),
    balanceFen: balance.length === 0 ? null : amountOf(balance),
    balanceDueAt: balance[0] === undefined ? null : optionalEpochSeconds(balance[0], 'phase_close_time'),
  }
}

export const phasePayments = (order: Source, modifiedAt: number): Payment[] =>
  (['1', '2'] as const).flatMap((number) => {
    const phases = inPhase(order, number)
    const first = phases[0]
    if (first === undefined || !isPaid(phases)) return []
    return [
      {
        paymentId: optionalId(first, 'channel_payment_no') ?? id(first, 'phase_order_id'),
        stage: number === '1' ? 'deposit' : 'balance',
        amountFen: amountOf(phases),
        method: optionalText(first, 'phase_pay_type'),
        paidAt: optionalEpochSeconds(first, 'phase_pay_time') ?? modifiedAt,
      },
    ]
  })

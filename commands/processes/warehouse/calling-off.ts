import { isOpen } from '../../../domain/fulfilment/phase.ts'
import { mayHaveIt } from '../../../domain/wms/order.ts'
import type { Next } from '../process.ts'
import { type AskWarehouse, ask, type Look, workKey } from './look.ts'

const settle = (look: Look, outcome: 'calledOff' | 'refused', reason: string): Next =>
  ask('settle', { type: 'SettleCallOff', data: { fulfilmentId: look.work.request.fulfilmentId, outcome, reason } })

/**
 * Work that is to be called off: the warehouse is asked, unless it certainly does not have it, and its word is final. Until then the work
 * goes on, and what it sends meanwhile has left.
 */
export async function letBe(look: Look, askWarehouse: AskWarehouse): Promise<Next | null> {
  const { work, said, settings } = look
  if (!isOpen(work)) return withdraw(look, askWarehouse)
  if (work.callOff === null || work.callOff.answer === 'refused') return null
  if (!mayHaveIt(said)) return settle(look, 'calledOff', 'the warehouse never had it')
  const { outcome, code } = said.calls.cancel
  if (outcome === 'taken') {
    if (settings.cancelAnswer === 'final') return settle(look, 'calledOff', 'the warehouse let it be')
    return { do: 'wait', forWhat: 'callOff', keys: [workKey(work.request.fulfilmentId)], dueAt: null }
  }
  if (outcome !== 'refused') return askWarehouse(look, 'cancel')
  return settings.unknownCodes.includes(code ?? '')
    ? settle(look, 'calledOff', 'the warehouse does not know it')
    : settle(look, 'refused', `the warehouse does not let it be: ${code ?? 'FAILURE'}`)
}

/** Words by which a warehouse itself said that it is over. */
const over = ['REJECT', 'CANCELED', 'CLOSED']

/** Work that ended without the warehouse being asked, by hand: it is told, since it may still have it. */
async function withdraw(look: Look, askWarehouse: AskWarehouse): Promise<Next> {
  const { work, said } = look
  const { outcome } = said.calls.cancel
  const isSettled = outcome === 'taken' || outcome === 'refused' || over.some((status) => said.statuses.has(status))
  if (!mayHaveIt(said) || isSettled || work.units.dispatched > 0)
    return { do: 'end', outcome: outcome === 'refused' ? 'refused' : 'calledOff' }
  return askWarehouse(look, 'cancel')
}

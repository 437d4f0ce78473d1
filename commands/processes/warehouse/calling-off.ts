import { isOpen } from '../../../domain/fulfilment/phase.ts'
import type { Requested } from '../../../domain/fulfilment/requested.ts'
import type { Ask } from '../../../domain/process/process.ts'
import { lackOfRest } from '../../../domain/wms/matching.ts'
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
  if (look.works.length > 1) return letAllBe(look, askWarehouse)
  const { work, said, settings } = look
  if (!isOpen(work)) return withdraw(look, askWarehouse)
  if (work.callOff === null || work.callOff.answer === 'refused') return null
  if (!mayHaveIt(said)) return settle(look, 'calledOff', 'the warehouse never had it')
  const { outcome, code } = said.calls.cancel
  if (outcome === 'taken') {
    if (settings.cancelAnswer === 'final') return settle(look, 'calledOff', 'the warehouse let it be')
    return { do: 'wait', forWhat: 'callOff', keys: [workKey(work.request.fulfilmentId)], dueAt: said.confirmBy }
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

const settling = ({ request: { fulfilmentId } }: Requested, outcome: 'calledOff' | 'refused', reason: string): Ask => ({
  type: 'SettleCallOff',
  data: { fulfilmentId, outcome, reason },
})

/**
 * A delivery of several orders is let be as a whole: a warehouse knows it by one name. Whoever is in it and was not to be called off goes out anew,
 * by itself.
 */
async function letAllBe(look: Look, askWarehouse: AskWarehouse): Promise<Next | null> {
  const { works, said, settings } = look
  const open = works.filter(isOpen)
  const asked = open.filter(({ callOff }) => callOff?.answer === 'asked')
  const settle = (outcome: 'calledOff' | 'refused', reason: string) =>
    ask('settle', ...asked.map((work) => settling(work, outcome, reason)))
  if (!mayHaveIt(said)) {
    if (asked.length > 0) return settle('calledOff', 'the warehouse never had it')
    return isOpen(look.work) ? null : { do: 'end', outcome: 'calledOff' }
  }
  // What lacks in whole is over as the warehouse itself says.
  const endedByHand = works.filter((work) => !isOpen(work) && work.units.dispatched === 0 && work.requestedUnits > 0)
  const { outcome, code } = said.calls.cancel
  const isSettled = outcome === 'taken' || outcome === 'refused' || over.some((status) => said.statuses.has(status))
  if (open.length === 0 && isSettled) return { do: 'end', outcome: outcome === 'refused' ? 'refused' : 'calledOff' }
  if (asked.length === 0 && (endedByHand.length === 0 || isSettled)) return null
  const others = open.filter(({ callOff, units }) => callOff === null && units.dispatched === 0)
  if (!isSettled && others.length > 0) return ask('regroup', ...others.map(regrouping))
  if (!isSettled) return askWarehouse(look, 'cancel')
  if (outcome === 'refused' && !settings.unknownCodes.includes(code ?? ''))
    return settle('refused', `the warehouse does not let it be: ${code ?? 'FAILURE'}`)
  if (outcome === 'taken' && settings.cancelAnswer !== 'final')
    return { do: 'wait', forWhat: 'callOff', keys: works.map(({ request }) => workKey(request.fulfilmentId)), dueAt: said.confirmBy }
  const begun = open.filter((work) => work.units.dispatched > 0 && lackOfRest(work).length > 0)
  const lacking = begun.map((work) => ({ type: 'ReportLack', data: { fulfilmentId: work.request.fulfilmentId, lines: lackOfRest(work) } }))
  return ask('settle', ...asked.map((work) => settling(work, 'calledOff', 'the warehouse let it be')), ...lacking)
}

const regrouping = ({ request: { fulfilmentId } }: Requested): Ask => ({
  type: 'CancelFulfilment',
  data: { fulfilmentId, reason: 'what it was to leave with is called off; it goes out anew' },
})

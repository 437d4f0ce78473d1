import type { WmsAnswer, WmsDocument } from '../../../domain/wms/canonical.ts'
import { orderCodeOf } from '../../../domain/wms/keys.ts'
import type { Call } from '../../../domain/wms/order.ts'
import { retryDelayMs } from '../../../domain/wms/retrying.ts'
import type { Sealer } from '../../personal/sealer.ts'
import type { Clock } from '../../ports/clock.ts'
import { consignmentOf, type DeliveryOrderSources } from '../../wms/delivery-order.ts'
import type { WmsGateway } from '../../wms/gateway.ts'
import type { Next } from '../process.ts'
import { type AskWarehouse, ask, type Look, placeKey, whichOf, workKey } from './look.ts'

export interface CallingOptions extends DeliveryOrderSources {
  readonly gateway: WmsGateway
  readonly sealer: Pick<Sealer, 'personById'>
  readonly clock: Clock
}

/** How long who found no place looks again at the latest; whoever is answered wakes the next before. */
const placeWaitMs = 30_000

interface Written {
  readonly document: WmsDocument
  /** Whose key seals what is answered. */
  readonly personId: string
}

/**
 * Each try is written down before it is sent, and so is what came of it. A try that is found written down, but was not begun here, was cut
 * off by a death: nobody knows whether it got there, so it counts as lost and is made again. A warehouse knows an order by its code, so that
 * asking again is a repeat to it.
 */
/** Taken; or not let go of, whether it ever said that it has it. */
const isToLeave = ({ said }: Look, call: Call, outcome: WmsAnswer['outcome']): boolean =>
  call === 'create' ? outcome === 'taken' : outcome === 'refused' && said.confirmBy === null && !said.isFinal

export function createCalling(options: CallingOptions): AskWarehouse {
  const { gateway, sealer, clock } = options
  /** Tries begun in this life of the process and not sent yet. */
  const fresh = new Set<string>()
  const nameOf = ({ work }: Look, call: Call, attempt: number): string => `${work.request.fulfilmentId} ${call} ${attempt}`

  function begin(look: Look, call: Call): Next {
    const { work, said, policy, now } = look
    const { attempt, retryAt } = said.calls[call]
    const keys = [workKey(work.request.fulfilmentId)]
    if (retryAt !== null && retryAt > now) return { do: 'wait', forWhat: 'retry', keys, dueAt: retryAt }
    if (!gateway.hasPlace(look.settings)) return waitForPlace(look)
    fresh.add(nameOf(look, call, attempt + 1))
    const members = call === 'create' ? look.works.slice(1).map(({ request }) => request.fulfilmentId) : []
    const data = { ...whichOf(work), call, attempt: attempt + 1, policy, begunAt: now, ...(members.length === 0 ? {} : { members }) }
    return ask(`${call}/begin`, { type: 'BeginWmsCall', data })
  }

  function waitForPlace({ work, state, settings, now }: Look): Next {
    const { fulfilmentId } = work.request
    const before = state.waiting?.forWhat === 'place' ? state.waiting.dueAt : null
    const dueAt = before !== null && before > now ? before : now + placeWaitMs
    return { do: 'wait', forWhat: 'place', keys: [placeKey(settings.location), workKey(fulfilmentId)], dueAt }
  }

  async function deliver(look: Look, call: Call): Promise<Next> {
    const { attempt } = look.said.calls[call]
    const name = nameOf(look, call, attempt)
    if (!fresh.has(name)) return answered(look, call, { outcome: 'unanswered', code: 'INTERRUPTED' }, null)
    if (!gateway.hasPlace(look.settings)) return waitForPlace(look)
    fresh.delete(name)
    const written = await documentOf(look, call)
    if (written === null) return answered(look, call, { outcome: 'refused', code: 'PERSON_UNKNOWN', said: '' }, null)
    return answered(look, call, await gateway.send(written.document, look.settings), written.personId)
  }

  async function documentOf({ work, works, now }: Look, call: Call): Promise<Written | null> {
    const { request } = work
    if (call === 'cancel') {
      const cancel = { orderCode: orderCodeOf(request.fulfilmentId), kind: 'delivery', reason: 'called off' } as const
      return { document: { call: 'cancel', cancel }, personId: '' }
    }
    const requests = works.map((each) => each.request)
    const consignment = await consignmentOf(requests, now, options)
    return consignment === null ? null : { document: { call: 'create', delivery: consignment.order }, personId: consignment.personId }
  }

  async function answered(look: Look, call: Call, answer: WmsAnswer, personId: string | null): Promise<Next> {
    const { settings, said, work } = look
    const { attempt } = said.calls[call]
    const now = clock.now()
    const isRepeat = call === 'create' && answer.outcome === 'refused' && settings.repeatedCodes.includes(answer.code)
    const outcome = isRepeat ? 'taken' : answer.outcome
    const person = answer.outcome === 'refused' && answer.said !== '' && personId ? await sealer.personById(personId) : null
    const isOver = outcome === 'taken' || (call === 'cancel' && outcome === 'refused')
    const data = {
      ...{ ...whichOf(work), call, attempt, outcome, code: answer.outcome === 'taken' ? null : answer.code, answeredAt: now },
      said: person === null || answer.outcome !== 'refused' ? null : person.sealText('wms.answer', answer.said),
      retryAt: isOver ? null : now + retryDelayMs(settings, attempt),
      confirmBy: settings.confirmWithinMs !== null && isToLeave(look, call, outcome) ? now + settings.confirmWithinMs : null,
    }
    return ask(`${call}/answer`, { type: 'AnswerWmsCall', data })
  }

  return async (look, call) => (look.said.calls[call].isPending ? deliver(look, call) : begin(look, call))
}

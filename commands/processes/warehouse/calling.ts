import type { WmsAnswer, WmsDocument } from '../../../domain/wms/canonical.ts'
import { orderCodeOf } from '../../../domain/wms/keys.ts'
import type { Call } from '../../../domain/wms/order.ts'
import type { Sealer } from '../../personal/sealer.ts'
import type { Clock } from '../../ports/clock.ts'
import { consignmentOf, type DeliveryOrderSources } from '../../wms/delivery-order.ts'
import type { WmsGateway } from '../../wms/gateway.ts'
import { createSendOut } from '../outbound/calling.ts'
import type { Next } from '../process.ts'
import { answerOf, type Heard } from './answer.ts'
import { type AskWarehouse, ask, type Look, placeKey, whichOf, workKey } from './look.ts'

export interface CallingOptions extends DeliveryOrderSources {
  readonly gateway: WmsGateway
  readonly sealer: Pick<Sealer, 'personById'>
  readonly clock: Clock
}

interface Written {
  readonly document: WmsDocument
  readonly personId: string | null
}

/** Taken; or not let go of, whether it ever said that it has it. */
const isToLeave = ({ said }: Look, call: Call, outcome: WmsAnswer['outcome']): boolean =>
  call === 'create' ? outcome === 'taken' : outcome === 'refused' && said.confirmBy === null && !said.isFinal

/** A warehouse knows an order by its code, so that asking again is a repeat to it. */
export function createCalling(options: CallingOptions): AskWarehouse {
  const { gateway, sealer, clock } = options
  const sendOut = createSendOut()

  function begin({ work, works, policy, now }: Look, call: Call, attempt: number): Next {
    const members = call === 'create' ? works.slice(1).map(({ request }) => request.fulfilmentId) : []
    const data = { ...whichOf(work), call, attempt, policy, begunAt: now, ...(members.length === 0 ? {} : { members }) }
    return ask(`${call}/begin`, { type: 'BeginWmsCall', data })
  }

  async function send(look: Look, call: Call): Promise<Heard> {
    const written = await documentOf(look, call)
    if (written === null) return { answer: { outcome: 'refused', code: 'PERSON_UNKNOWN', said: '' }, personId: null }
    return { answer: await gateway.send(written.document, look.settings), personId: written.personId }
  }

  async function documentOf({ work, works, now }: Look, call: Call): Promise<Written | null> {
    const { request } = work
    if (call === 'cancel') {
      const cancel = { orderCode: orderCodeOf(request.fulfilmentId), kind: 'delivery', reason: 'called off' } as const
      return { document: { call: 'cancel', cancel }, personId: null }
    }
    const requests = works.map((each) => each.request)
    const consignment = await consignmentOf(requests, now, options)
    return consignment === null ? null : { document: { call: 'create', delivery: consignment.order }, personId: consignment.personId }
  }

  async function answered(look: Look, call: Call, heard: Heard): Promise<Next> {
    const { settings, said, work } = look
    const { attempt } = said.calls[call]
    const now = clock.now()
    const answer = await answerOf(heard, { call, attempt, settings, answeredAt: now }, sealer)
    const isAwaited = settings.confirmWithinMs !== null && isToLeave(look, call, answer.outcome)
    const confirmBy = isAwaited ? now + settings.confirmWithinMs! : null
    return ask(`${call}/answer`, { type: 'AnswerWmsCall', data: { ...whichOf(work), ...answer, confirmBy } })
  }

  return (look, call) => {
    const { work, said, settings, now, state } = look
    const { fulfilmentId } = work.request
    return sendOut<Heard>(
      {
        name: `${fulfilmentId} ${call}`,
        calls: said.calls[call],
        keys: [workKey(fulfilmentId)],
        placeKey: placeKey(settings.location),
        hasPlace: () => gateway.hasPlace(settings),
        begin: (attempt) => begin(look, call, attempt),
        send: () => send(look, call),
        answered: (heard) => answered(look, call, 'answer' in heard ? heard : { answer: heard, personId: null }),
      },
      state,
      now,
    )
  }
}

import type { ReturnCall } from '../../../domain/wms/return-order.ts'
import { returnOrderOf } from '../../wms/return-order.ts'
import { createSendOut } from '../outbound/calling.ts'
import type { Next } from '../process.ts'
import { answerOf, type Heard } from '../warehouse/answer.ts'
import type { CallingOptions } from '../warehouse/calling.ts'
import { placeKey } from '../warehouse/look.ts'
import type { Look } from './look.ts'

/** Sends one kind of message about a return, or waits until it may be sent again. */
export type TellWarehouse = (look: Look, call: ReturnCall) => Promise<Next>

/** A warehouse knows a return by its code, so that telling it again is a repeat to it. */
export function createTelling(options: CallingOptions): TellWarehouse {
  const { gateway, sealer, clock } = options
  const sendOut = createSendOut()

  const ask = ({ which }: Look, step: string, type: string, data: object): Next => {
    return { do: 'ask', step: `${which.returnCode}@${which.location}/${step}`, asks: [{ type, data: { ...which, ...data } }] }
  }

  async function send({ which, told, settings, now }: Look, call: ReturnCall): Promise<Heard> {
    if (call === 'cancel') {
      const cancel = { orderCode: which.returnCode, kind: 'return', reason: 'the units do not come back' } as const
      return { answer: await gateway.send({ call, cancel }, settings), personId: null }
    }
    const written = await returnOrderOf(which.returnCode, which.orderId, told, now, options)
    if (written === null) return { answer: { outcome: 'refused', code: 'PERSON_UNKNOWN', said: '' }, personId: null }
    return { answer: await gateway.send({ call: 'createReturn', returning: written.order }, settings), personId: written.personId }
  }

  async function answered(look: Look, call: ReturnCall, heard: Heard): Promise<Next> {
    const { settings, said } = look
    const tried = { call, attempt: said.calls[call].attempt, settings, answeredAt: clock.now() }
    return ask(look, `${call}/answer`, 'AnswerWmsReturnCall', await answerOf(heard, tried, sealer))
  }

  return (look, call) => {
    const { which, said, told, settings, policy, state, now } = look
    return sendOut<Heard>(
      {
        name: `${which.returnCode}@${which.location} ${call}`,
        calls: said.calls[call],
        keys: [],
        placeKey: placeKey(settings.location),
        hasPlace: () => gateway.hasPlace(settings),
        begin: (attempt) => ask(look, `${call}/begin`, 'BeginWmsReturnCall', { call, attempt, policy, ...told, begunAt: now }),
        send: () => send(look, call),
        answered: (heard) => answered(look, call, 'answer' in heard ? heard : { answer: heard, personId: null }),
      },
      state,
      now,
    )
  }
}

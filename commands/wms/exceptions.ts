import { type Rejection, reject } from '../../domain/shared/decision.ts'
import { wmsMessageKey } from '../../domain/wms/keys.ts'
import { isOpen, type WmsMessageState, wmsMessageAggregate } from '../../domain/wms/message.ts'
import type { Answer, Asking } from '../command-bus.ts'
import type { Retried } from '../intake/exceptions.ts'
import { openPayload } from '../personal/reveal.ts'
import { envelopeOf, problemOf, rejectedOf } from './envelope.ts'
import type { WmsOptions } from './options.ts'
import { performAll, settleCommand } from './perform.ts'
import { prepareWms } from './prepare.ts'
import { isRefusal } from './prepared.ts'
import { readWmsMessage } from './read-message.ts'

export interface WmsExceptionName {
  readonly location: string
  readonly messageId: string
}

export interface WmsExceptions {
  /** Reads the kept message again, as it came or as it was last corrected. */
  retry(name: WmsExceptionName, asking: Asking): Promise<Retried | Rejection>
  correct(name: WmsExceptionName, text: string, note: string, asking: Asking): Promise<Retried | Rejection>
  drop(name: WmsExceptionName, asking: Asking): Promise<Answer>
}

const step = (asking: Asking, what: string): Asking => ({ ...asking, commandId: `${asking.commandId}/${what}` })

export function createWmsExceptions(options: WmsOptions): WmsExceptions {
  const { bus, sealer, connector, keyStore } = options

  async function openOne({ location, messageId }: WmsExceptionName): Promise<Readonly<WmsMessageState> | Rejection> {
    const state = await bus.look(wmsMessageAggregate, wmsMessageKey(location, messageId))
    if (state === null || state.rejected === null) return reject('EXCEPTION_UNKNOWN', { messageId })
    return isOpen(state) ? state : reject('EXCEPTION_CLOSED', { messageId, resolution: state.settled!.resolution })
  }

  async function attempt(state: Readonly<WmsMessageState>, bytes: Uint8Array, isCorrected: boolean, asking: Asking): Promise<Retried> {
    const { location, messageId, method, receivedAt } = state.received!
    const reading = readWmsMessage(connector, method, bytes)
    const envelope = await envelopeOf({ location, messageId, method }, reading, options)
    const refuse = async (problem: Parameters<typeof rejectedOf>[1]): Promise<Retried> => {
      await bus.ask({ type: 'RejectWmsMessage', data: rejectedOf(envelope, problem) }, step(asking, 'reject'))
      return { ok: false, ...problem }
    }
    if (!reading.ok) return refuse(reading)
    const prepared = await prepareWms(reading.message, { location, messageId, receivedAt }, options)
    if (isRefusal(prepared)) return refuse(problemOf(prepared))
    const refusal = await performAll(bus, prepared.commands, (what) => step(asking, what))
    if (refusal !== null) return refuse(problemOf(refusal))
    const outcome = prepared.commands.length > 0 ? 'applied' : 'noted'
    const { subjectId } = prepared
    await bus.ask(settleCommand(envelope, outcome, subjectId, isCorrected ? 'corrected' : 'retried'), step(asking, 'settle'))
    return { ok: true, outcome, orderId: envelope.orderId ?? subjectId ?? location }
  }

  return {
    async retry(name, asking) {
      const state = await openOne(name)
      if ('accepted' in state) return state
      const bytes = await openPayload(keyStore, (state.corrected ?? state.received!).payload)
      if ('withheld' in bytes) return reject('PERSON_UNKNOWN', { messageId: name.messageId, ...bytes })
      return attempt(state, bytes, state.corrected !== null, asking)
    },
    async correct({ location, messageId }, text, note, asking) {
      const state = await openOne({ location, messageId })
      if ('accepted' in state) return state
      const person = await sealer.personById(state.received!.personId)
      if (person === null) return reject('PERSON_UNKNOWN', { messageId })
      const bytes = Buffer.from(text)
      const kept = { personId: person.personId, payload: person.sealPayload(bytes), byteLength: bytes.length }
      const data = { location, messageId, exceptionId: messageId, ...kept, note }
      const answer = await bus.ask({ type: 'CorrectWmsMessage', data }, step(asking, 'correct'))
      return answer.accepted ? attempt(state, bytes, true, asking) : answer
    },
    async drop(name, asking) {
      const state = await openOne(name)
      return 'accepted' in state ? state : bus.ask(settleCommand(name, 'dropped', null, 'dropped'), asking)
    },
  }
}

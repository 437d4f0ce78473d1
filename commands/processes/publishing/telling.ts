import type { PushAnswer } from '../../../connectors/port.ts'
import { noCalls } from '../../../domain/outbound/calls.ts'
import { retryDelayMs } from '../../../domain/outbound/retrying.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { PushMessage } from '../../../domain/publishing/messages.ts'
import type { Push } from '../../../domain/publishing/push.ts'
import type { Channel } from '../../../domain/shared/fields.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Connection } from '../../publishing/connections.ts'
import { type ChannelGateway, shopKey } from '../../publishing/gateway.ts'
import { exceptionIdOf, requestIdOf } from '../../publishing/ids.ts'
import { createSendOut, type Lost } from '../outbound/calling.ts'
import type { Next } from '../process.ts'

/** What is told, and whom it is about. */
export interface Which {
  readonly subject: string
  readonly channel: Channel
  readonly shop: string
  readonly pushId: string
  readonly orderId: string | null
  readonly sku: string | null
}

export interface Told {
  readonly which: Which
  readonly connection: Connection
  readonly push: Readonly<Push> | null
  /** What it is to be told when nothing is on its way. */
  readonly message: PushMessage
  /** Whether that is other than what was sent last. */
  readonly isNew: boolean
  readonly state: Readonly<ProcessState>
  readonly now: number
}

export type Tell = (told: Told) => Promise<Next>

const ask = (step: string, type: string, data: object): Next => ({ do: 'ask', step, asks: [{ type, data }] })

/** Tells a channel one thing, through the same way out as everything that leaves the ledger. */
export function createTelling({ gateway, clock }: { readonly gateway: ChannelGateway; readonly clock: Clock }): Tell {
  const sendOut = createSendOut()

  function begin({ which, connection, message, now }: Told, number: number, attempt: number): Next {
    const requestId = requestIdOf(which.subject, which.pushId, number)
    const data = { ...which, number, attempt, requestId, message, policy: connection.policy, begunAt: now }
    return ask(`${which.pushId}/begin`, 'BeginChannelPush', data)
  }

  function answered({ which, connection: { settings }, push }: Told, answer: PushAnswer | Lost): Next {
    const now = clock.now()
    const { number, calls, failures } = push!
    const isRepeat = answer.outcome === 'refused' && settings.repeatedCodes.includes(answer.code)
    const outcome = isRepeat ? 'taken' : answer.outcome
    const code = answer.outcome === 'taken' ? null : answer.code
    const tries = failures + 1
    const isFinal = answer.outcome === 'refused' && (answer.isFinal === true || settings.finalCodes.includes(answer.code))
    const isGivenUp = outcome !== 'taken' && (isFinal || tries >= settings.triesTaken)
    const retryAt = outcome === 'taken' || isGivenUp ? null : now + retryDelayMs(settings, tries)
    const failure = isGivenUp
      ? { exceptionId: exceptionIdOf(which.subject, which.pushId), ...failureOf(outcome, code, tries, push!) }
      : null
    const data = { ...which, number, attempt: calls.attempt, outcome, code, answeredAt: now, retryAt, failure }
    return ask(`${which.pushId}/answer`, 'AnswerChannelPush', data)
  }

  return (told) => {
    const { which, connection, push, isNew, state, now } = told
    // Other content has tries of its own.
    const isFirst = push === null || (isNew && !push.calls.isPending)
    const calls = isFirst ? noCalls() : push.calls
    const number = (push?.number ?? 0) + (isFirst ? 1 : 0)
    return sendOut<PushAnswer>(
      {
        name: `${which.subject} ${which.pushId} ${number}`,
        calls,
        keys: [],
        placeKey: shopKey(which),
        hasPlace: () => gateway.hasPlace(connection),
        begin: (attempt) => begin(told, number, attempt),
        send: () => gateway.send(push!.message!, push!.requestId!, connection),
        answered: (answer) => answered(told, answer),
      },
      state,
      now,
    )
  }
}

function failureOf(outcome: 'refused' | 'unreached' | 'unanswered' | 'taken', code: string | null, tries: number, push: Readonly<Push>) {
  const details = { outcome, code, tries, message: push.message!.kind }
  if (outcome === 'refused')
    return {
      code: 'CHANNEL_REFUSED',
      reason: `the channel does not take what it is told: ${code}; put right what it says is wrong, then retry`,
      details,
    }
  return {
    code: 'CHANNEL_UNREACHED',
    reason: `the channel gave no answer that can be read, ${tries} times in a row, at last ${code}; see that it can be reached, then retry`,
    details,
  }
}

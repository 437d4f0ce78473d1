import { reject } from '../../domain/shared/decision.ts'
import type { Answer, Asking, CommandBus } from '../command-bus.ts'
import type { ExceptionsOf, Retried } from '../intake/exceptions.ts'

/** What a channel was told in vain. */
export interface PushName {
  readonly subject: string
  readonly pushId: string
}

/** There is no message to correct: what is wrong is put right where it is, and then it is tried anew. */
export function createPushExceptions(bus: CommandBus): ExceptionsOf<PushName> {
  const settle = ({ subject, pushId }: PushName, resolution: 'retried' | 'dropped', asking: Asking): Promise<Answer> =>
    bus.ask({ type: 'SettleChannelPush', data: { subject, pushId, resolution } }, asking)
  return {
    async retry(name, asking) {
      const answer = await settle(name, 'retried', asking)
      return answer.accepted ? ({ ok: true, outcome: 'asked', orderId: name.subject } satisfies Retried) : answer
    },
    correct: async ({ subject }) =>
      reject('BAD_REQUEST', { subject, reason: 'what a channel is told is not corrected; put right what is wrong, then retry' }),
    drop: (name, asking) => settle(name, 'dropped', asking),
  }
}

import type { Principal } from '../../auth/principal.ts'
import type { ReadResponse } from '../protocol/messages.ts'
import type { Refusal } from '../refusals.ts'
import { followStream, lengthOf } from '../semantics/follow-stream.ts'
import { isTombstone } from '../semantics/system-names.ts'
import { type ReadServices, showTo } from './asking.ts'
import type { ReadPlan } from './read-plan.ts'
import { timestamp } from './recorded.ts'

type Plan = Extract<ReadPlan, { kind: 'subscribe to stream' }>

export async function* answerSubscribeStream(
  services: ReadServices,
  caller: Principal,
  plan: Plan,
  signal: AbortSignal,
): AsyncGenerator<ReadResponse, Refusal | undefined> {
  const { stream, from } = plan
  const ended: Refusal = { refused: 'stream-deleted', stream }
  if ((await services.states.of(stream)).tombstoned) return ended
  const first = from === 'start' ? 0 : from === 'end' ? await lengthOf(services, stream) : Number(from) + 1
  yield { confirmation: { subscriptionId: services.newId() } }
  const show = showTo(caller, services, plan)
  for await (const event of followStream(services, stream, first, signal)) {
    if (event === 'caught up') {
      yield { caughtUp: { timestamp: timestamp(services.now()) } }
      continue
    }
    const shown = await show(event)
    if (shown !== null) yield shown
    if (isTombstone(event)) return ended
  }
  return undefined
}

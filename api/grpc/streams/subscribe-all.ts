import { type Position, START } from '../../../stores/events/port.ts'
import type { Principal } from '../../auth/principal.ts'
import type { ReadResponse } from '../protocol/messages.ts'
import type { Refusal } from '../refusals.ts'
import { type ReadServices, showTo } from './asking.ts'
import { isAt, judgePosition } from './positions.ts'
import { matchesOf } from './read-all.ts'
import { HANDLER_THREW, type ReadPlan } from './read-plan.ts'
import { timestamp } from './recorded.ts'

type Plan = Extract<ReadPlan, { kind: 'subscribe to all' }>

/** Events looked at for each checkpoint where the client leaves that to us. */
const DEFAULT_WINDOW = 32

/** Events looked at from one checkpoint to the next; null when nothing is filtered, for then each event is one. A refusal where it is none. */
function intervalOf({ filter }: Plan): number | null | Refusal {
  if (filter === null) return null
  const multiplier = filter.checkpointintervalmultiplier ?? 0
  if (multiplier === 0) return HANDLER_THREW
  if (filter.window === 'max')
    return filter.max === 0 ? { refused: 'stumbled', message: 'a window holds at least one event' } : filter.max! * multiplier
  return DEFAULT_WINDOW * multiplier
}

export async function* answerSubscribeAll(
  services: ReadServices,
  caller: Principal,
  plan: Plan,
  signal: AbortSignal,
): AsyncGenerator<ReadResponse, Refusal | undefined> {
  const { from, filter } = plan
  const { events, now } = services
  const matches = matchesOf(filter, caller)
  if (typeof matches !== 'function') return matches
  const interval = intervalOf(plan)
  if (interval === HANDLER_THREW) return HANDLER_THREW
  yield { confirmation: { subscriptionId: services.newId() } }
  if (typeof interval === 'object' && interval !== null) return interval
  const where = isAt(from) ? await judgePosition(events, from) : 'event'
  if (where === 'none') return { refused: 'bad-request', message: 'Trying to read from an invalid position.' }
  const head = await events.head()
  const after = from === 'start' ? START : from === 'end' || where === 'beyond' ? head : from

  const show = showTo(caller, services, plan)
  const checkpoint = (position: Position): ReadResponse => ({
    checkpoint: { commitPosition: Number(position), preparePosition: Number(position), timestamp: timestamp(now()) },
  })
  if (filter?.checkpointintervalmultiplier === 1) yield checkpoint(after)
  let isLive = false
  let looked = 0
  let told = after
  for await (const page of events.subscribeAll({ after, signal })) {
    for (const event of page.events) {
      const shown = matches(event) ? await show(event) : null
      if (shown !== null) yield shown
      looked += 1
      if (looked !== interval) continue
      looked = 0
      told = event.position
      yield checkpoint(told)
    }
    if (isLive || !page.caughtUp) continue
    if (interval !== null && told !== page.position) yield checkpoint(page.position)
    isLive = true
    looked = 0
    yield { caughtUp: { timestamp: timestamp(now()) } }
  }
  return undefined
}

import type { ReadAllOptions } from '../../../stores/events/port.ts'
import type { Principal } from '../../auth/principal.ts'
import type { ReadResponse } from '../protocol/messages.ts'
import type { Refusal } from '../refusals.ts'
import { compileFilter, type Matches } from '../semantics/filter.ts'
import { type ReadServices, showTo } from './asking.ts'
import { isAt, judgePosition } from './positions.ts'
import type { ReadPlan } from './read-plan.ts'

type Plan = Extract<ReadPlan, { kind: 'read all' }>

const everything: Matches = () => true

/** What the filter of a request lets through, or the refusal of one that is none. */
export function matchesOf(filter: Plan['filter'], { role }: Principal): Matches | Refusal {
  if (filter === null) return everything
  const compiled = compileFilter(filter, role !== 'integrator')
  return typeof compiled === 'string' ? { refused: 'stumbled', message: `Exception was thrown by handler. ${compiled}` } : compiled
}

export async function* answerReadAll(
  services: ReadServices,
  caller: Principal,
  plan: Plan,
  signal: AbortSignal,
): AsyncGenerator<ReadResponse, Refusal | undefined> {
  const { from, backwards, filter, maxCount } = plan
  const matches = matchesOf(filter, caller)
  if (typeof matches !== 'function') return matches
  const where = isAt(from) ? await judgePosition(services.events, from) : 'event'
  if (where === 'none') return { refused: 'stumbled', message: 'Unexpected ReadAllResult: InvalidPosition' }
  const isEmpty = backwards ? from === 'start' : from === 'end' || where === 'beyond'
  if (isEmpty) return undefined
  const show = showTo(caller, services, plan)
  let remaining = maxCount
  if (remaining === 0) return undefined
  for await (const page of services.events.readAll({ ...range(plan), ...pushedDown(plan), signal })) {
    for (const event of page.events) {
      const shown = matches(event) ? await show(event) : null
      if (shown === null) continue
      yield shown
      remaining -= 1
      if (remaining === 0) return undefined
    }
  }
  return undefined
}

/** Upwards from an event on, that one included; downwards from the one before it. */
function range({ from, backwards }: Plan): ReadAllOptions {
  if (!isAt(from)) return backwards ? { direction: 'backwards' } : {}
  if (backwards) return { direction: 'backwards', before: from }
  return from === 0n ? {} : { after: from - 1n }
}

/** What the store can leave out by itself, before anything is decoded. */
function pushedDown({ filter }: Plan): Pick<ReadAllOptions, 'filter'> {
  const expression = filter?.streamIdentifier
  const isByPrefix = expression !== undefined && (expression.regex ?? '') === '' && expression.prefix.length > 0
  return isByPrefix ? { filter: { streamPrefixes: expression.prefix } } : {}
}

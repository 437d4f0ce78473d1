import type { EventStore, Position, RecordedEvent } from '../../../stores/events/port.ts'
import type { Principal } from '../../auth/principal.ts'
import type { ReadResponse } from '../protocol/messages.ts'
import type { Refusal } from '../refusals.ts'
import { readStream } from '../semantics/read-stream.ts'
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
  const { events, states, now } = services
  const ended: Refusal = { refused: 'stream-deleted', stream }
  // Before the stream is read: what is appended meanwhile is read there, and passed over when it comes again.
  const head = await events.head()
  if ((await states.of(stream)).tombstoned) return ended
  yield { confirmation: { subscriptionId: services.newId() } }
  const show = showTo(caller, services, plan)
  let next = from === 'start' ? 0 : from === 'end' ? await lengthOf(services, stream) : Number(from) + 1
  const reading = await readStream(services, { stream, backwards: false, from: BigInt(next), maxCount: Number.MAX_SAFE_INTEGER })
  for await (const page of reading.found === 'stream' ? reading.pages : []) {
    for (const event of page) {
      next = event.revision + 1
      const shown = await show(event)
      if (shown !== null) yield shown
    }
  }
  yield { caughtUp: { timestamp: timestamp(now()) } }
  for await (const event of ofStream(events, stream, head, signal)) {
    if (isTombstone(event)) {
      const shown = await show(event)
      if (shown !== null) yield shown
      return ended
    }
    const { truncateBefore } = (await states.of(stream)).metadata
    if (event.revision < next || (truncateBefore !== 'deleted' && event.revision < truncateBefore)) continue
    next = event.revision + 1
    const shown = await show(event)
    if (shown !== null) yield shown
  }
  return undefined
}

async function* ofStream(events: EventStore, stream: string, after: Position, signal: AbortSignal): AsyncGenerator<RecordedEvent> {
  for await (const page of events.subscribeAll({ after, filter: { streamPrefixes: [stream] }, signal })) {
    for (const event of page.events) if (event.stream === stream) yield event
  }
}

async function lengthOf({ events }: ReadServices, stream: string): Promise<number> {
  for await (const [last] of events.readStream(stream, { direction: 'backwards', maxCount: 1 })) return (last?.revision ?? -1) + 1
  return 0
}

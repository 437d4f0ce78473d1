import type { Principal } from '../../auth/principal.ts'
import type { ReadResponse } from '../protocol/messages.ts'
import type { Refusal } from '../refusals.ts'
import { readStream } from '../semantics/read-stream.ts'
import { type ReadServices, showTo } from './asking.ts'
import type { ReadPlan } from './read-plan.ts'

type Plan = Extract<ReadPlan, { kind: 'read stream' }>

export async function* answerReadStream(
  services: ReadServices,
  caller: Principal,
  plan: Plan,
): AsyncGenerator<ReadResponse, Refusal | undefined> {
  const { stream, from, backwards } = plan
  const reading = await readStream(services, plan)
  if (reading.found === 'tombstoned') return { refused: 'stream-deleted', stream }
  if (reading.found === 'nothing') {
    yield { streamNotFound: { streamIdentifier: { streamName: Buffer.from(stream) } } }
    return undefined
  }
  const show = showTo(caller, services, plan)
  for await (const page of reading.pages) {
    for (const event of page) {
      const shown = await show(event)
      if (shown !== null) yield shown
    }
  }
  if (!plan.tellsEnds) return undefined
  if (!backwards && typeof from === 'bigint' && from > BigInt(reading.last)) yield { firstStreamPosition: reading.last + 1 }
  yield { lastStreamPosition: reading.last }
  return undefined
}

import type { Principal } from '../../auth/principal.ts'
import type { Expected } from '../expected.ts'
import { mayWrite } from '../permission.ts'
import type { Refusal } from '../refusals.ts'
import type { Begun, Written } from '../semantics/write.ts'
import type { DoorServices } from '../services.ts'
import type { Collected } from './proposed.ts'

const refused = (refusal: Refusal): Begun<Written> => ({ answer: Promise.resolve(refusal) })

/** One append, by whichever call it came. */
export async function beginAppend(
  { writer, allowance, events, places }: Pick<DoorServices, 'writer' | 'allowance' | 'events' | 'places'>,
  caller: Principal,
  stream: string,
  expected: Expected,
  collected: Collected,
): Promise<Begun<Written>> {
  const allowed = mayWrite(caller, stream)
  if (allowed !== true) return refused({ refused: 'access-denied', why: allowed })
  if (collected.refusal !== null) return refused(collected.refusal)
  if (!allowance(caller, collected.events.length, collected.keptBytes)) {
    return refused({ refused: 'rate-limited', message: 'this key has appended more than it may; retry later' })
  }
  const weight = collected.keptBytes
  await places.take(weight)
  const begun = await writer.append(stream, collected.events, expected).catch((failure: unknown) => {
    places.leave(weight)
    throw failure
  })
  const leave = (): void => places.leave(weight)
  begun.answer.then(leave, leave)
  // Of nothing appended, the position is how far the log goes: there is none of its own.
  const answer = collected.events.length > 0 ? begun.answer : begun.answer.then((written) => withHead(written, events))
  return { answer }
}

async function withHead(written: Written | Refusal, events: DoorServices['events']): Promise<Written | Refusal> {
  return 'refused' in written ? written : { ...written, position: await events.head() }
}

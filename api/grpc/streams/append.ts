import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js'
import { statusOf } from '../calls.ts'
import { expectedOf } from '../expected.ts'
import { refusalOf } from '../failures.ts'
import { wrongExpectedAnswer } from '../protocol/details.ts'
import type { AppendRequest } from '../protocol/messages.ts'
import { isRefusal, type Refusal } from '../refusals.ts'
import type { Written } from '../semantics/write.ts'
import type { DoorServices } from '../services.ts'
import { beginAppend } from './begin-append.ts'
import { collect, collecting, mostBytesFor } from './proposed.ts'
import { HANDLER_THREW } from './read-plan.ts'

type AppendCall = ServerReadableStream<object, object>

export const appendHandler =
  (services: DoorServices) =>
  (call: AppendCall, reply: sendUnaryData<object>): void => {
    answer(services, call)
      .catch((failure: unknown) => refusalOf(failure, services.onFailure))
      .then((answered) => (isRefusal(answered) ? reply(statusOf(answered)) : reply(null, answered)))
      .catch(() => undefined)
  }

async function answer(services: DoorServices, call: AppendCall): Promise<object | Refusal> {
  const caller = await services.identify(call.metadata)
  if (isRefusal(caller)) return caller
  const requests = (call as unknown as AsyncIterable<AppendRequest>)[Symbol.asyncIterator]()
  const { value: first } = await requests.next()
  const options = (first as AppendRequest | undefined)?.options
  if (options === undefined) return { refused: 'bad-request', message: 'the first message of an append says its stream' }
  const expected = expectedOf(options)
  if (expected === undefined) return { refused: 'bad-request', message: `'None' is not a valid ExpectedStreamRevisionOneofCase` }
  const stream = Buffer.from(options.streamIdentifier?.streamName ?? []).toString('utf8')
  if (stream === '') return HANDLER_THREW
  const collected = collecting()
  for (let next = await requests.next(); !next.done; next = await requests.next()) {
    if (next.value.proposedMessage !== undefined) collect(collected, next.value.proposedMessage, mostBytesFor(caller, services.limits))
  }
  const { answer } = await beginAppend(services, caller, stream, expected, collected)
  const written = await answer
  if (!isRefusal(written)) return { success: success(written) }
  // The one refusal that is an answer.
  return written.refused === 'wrong-expected-version' ? { wrongExpectedVersion: wrongExpectedAnswer(written) } : written
}

/** Revision and position of the last event; of a stream that is still none, no revision. */
export const success = ({ revision, position }: Written): object => ({
  ...(revision < 0 ? { noStream: {} } : { currentRevision: revision }),
  position: { commitPosition: Number(position), preparePosition: Number(position) },
})

import type { Principal } from '../../auth/principal.ts'
import { type DuplexCall, duplex } from '../duplex-call.ts'
import { type Expected, expectedOf } from '../expected.ts'
import { refusalOf } from '../failures.ts'
import { packed } from '../protocol/codec.ts'
import type { BatchAppendRequest, BatchOptions, StreamIdentifier, Timestamp, Uuid } from '../protocol/messages.ts'
import { uuidText } from '../protocol/uuid.ts'
import { answerTo, isRefusal, type Refusal } from '../refusals.ts'
import type { Begun, Written } from '../semantics/write.ts'
import type { DoorServices } from '../services.ts'
import { success } from './append.ts'
import { beginAppend } from './begin-append.ts'
import { createPlaces } from './places.ts'
import { type Collected, collect, collecting, mostBytesFor } from './proposed.ts'

interface Unfinished extends Collected {
  readonly options: BatchOptions | undefined
  readonly deadline: number | null
}

/** Many appends over one call, answered as they become durable. They are begun in the order their last parts came in. */
export const batchAppendHandler = (services: DoorServices): ((call: DuplexCall) => void) =>
  duplex(services, (call) => takeAll(services, call))

async function takeAll(services: DoorServices, call: DuplexCall): Promise<Refusal | undefined> {
  const { limits } = services
  const caller = await services.identify(call.metadata)
  if (isRefusal(caller)) return caller
  const unfinished = new Map<string, Unfinished>()
  const places = createPlaces(limits.appendsAtOnce)
  let keptBytes = 0
  for await (const request of call.iterator({ destroyOnReturn: false }) as AsyncIterable<BatchAppendRequest>) {
    const id = uuidText(request.correlationId ?? {}) ?? ''
    const append = unfinished.get(id) ?? begin(request.options, services.now())
    unfinished.set(id, append)
    keptBytes -= append.keptBytes
    for (const message of request.proposedMessages) collect(append, message, mostBytesFor(caller, limits))
    keptBytes += append.keptBytes
    if (keptBytes > limits.unfinishedBytes || unfinished.size > limits.appendsAtOnce) {
      return { refused: 'rate-limited', message: 'too many appends of this call have not come whole' }
    }
    if (request.isFinal !== true) continue
    unfinished.delete(id)
    keptBytes -= append.keptBytes
    await places.take()
    const begun = await finish(services, caller, append)
    void begun.answer
      .catch((failure: unknown) => refusalOf(failure, services.onFailure))
      .then((written) => call.write(responseOf(request.correlationId, append.options?.streamIdentifier, written), () => places.leave()))
      .catch(() => places.leave())
  }
  await places.empty()
  return undefined
}

const begin = (options: BatchOptions | undefined, now: number): Unfinished => ({
  ...collecting(),
  options,
  deadline: deadlineOf(options, now),
})

/** Epoch milliseconds, null for none. Older clients send an instant, newer ones how long from now. */
function deadlineOf(options: BatchOptions | undefined, now: number): number | null {
  const ms = ({ seconds = 0, nanos = 0 }: Timestamp): number => Number(seconds) * 1_000 + nanos / 1e6
  if (options?.deadline21100 !== undefined) return ms(options.deadline21100)
  return options?.deadline === undefined ? null : now + ms(options.deadline)
}

async function finish(services: DoorServices, caller: Principal, append: Unfinished): Promise<Begun<Written>> {
  const { options, deadline } = append
  const refused = (refusal: Refusal): Begun<Written> => ({ answer: Promise.resolve(refusal) })
  const expected: Expected | undefined = options === undefined ? undefined : expectedOf(options)
  const stream = Buffer.from(options?.streamIdentifier?.streamName ?? []).toString('utf8')
  if (expected === undefined || stream === '') {
    const message = stream === '' ? 'an append names its stream' : 'an append says what it expects of its stream'
    return refused({ refused: 'bad-request', message })
  }
  if (deadline !== null && deadline <= services.now()) return refused({ refused: 'timeout', message: 'the deadline had passed' })
  return beginAppend(services, caller, stream, expected, append).catch((failure: unknown) =>
    refused(refusalOf(failure, services.onFailure)),
  )
}

function responseOf(correlationId: Uuid | undefined, streamIdentifier: StreamIdentifier | undefined, written: Written | Refusal): object {
  const about = { correlationId: { string: uuidText(correlationId ?? {}) ?? '' }, ...(streamIdentifier && { streamIdentifier }) }
  if (!isRefusal(written)) return { ...about, success: success(written) }
  const { code, batchCode, batchMessage, details, fields } = answerTo(written)
  const error = {
    code: batchCode ?? code,
    message: batchMessage,
    details: packed(`event_store.client.${details}`, fields?.(written) ?? {}),
  }
  return { ...about, error }
}

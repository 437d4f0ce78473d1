import { Metadata, type ServerUnaryCall, type ServerWritableStream, type StatusObject, type sendUnaryData } from '@grpc/grpc-js'
import type { Principal } from '../auth/principal.ts'
import { refusalOf } from './failures.ts'
import { isRefusal, type Refusal, answerTo as rowOf } from './refusals.ts'
import type { DoorServices } from './services.ts'

/** A refusal as gRPC ends a call with it. */
export function statusOf(refusal: Refusal): StatusObject {
  const { code, message, trailers } = rowOf(refusal)
  const metadata = new Metadata()
  for (const [name, value] of Object.entries(trailers?.(refusal) ?? {})) metadata.set(name, ascii(value))
  return { code, details: ascii(message(refusal)), metadata }
}

/** Trailers hold what is printable in ASCII; names of streams may be anything. */
const ascii = (text: string): string => text.replace(/[^\x20-\x7e]/g, (character) => encodeURIComponent(character))

export const STOPPING: Refusal = { refused: 'unavailable', message: 'the server stops; go on where you are once it is back' }

export type Asking = Pick<DoorServices, 'identify' | 'onFailure'>

/** A call of one request and one answer. */
export const unary =
  (services: Asking, handle: (caller: Principal, request: never) => Promise<object | Refusal>) =>
  (call: ServerUnaryCall<object, object>, reply: sendUnaryData<object>): void => {
    const answer = async (): Promise<object | Refusal> => {
      const caller = await services.identify(call.metadata)
      return isRefusal(caller) ? caller : handle(caller, call.request as never)
    }
    answer()
      .catch((failure: unknown) => refusalOf(failure, services.onFailure))
      .then((answered) => (isRefusal(answered) ? reply(statusOf(answered)) : reply(null, answered)))
      .catch(() => undefined)
  }

/** A call that anyone may make, answered at once. */
export const answerTo =
  (answer: (call: ServerUnaryCall<object, object>) => object) =>
  (call: ServerUnaryCall<object, object>, reply: sendUnaryData<object>): void =>
    reply(null, answer(call))

/** Aborts when the client leaves, or the door closes. */
export function signalOf(call: { once(event: 'cancelled' | 'close', told: () => void): unknown }, closing: AbortSignal): AbortSignal {
  const leaving = new AbortController()
  call.once('cancelled', () => leaving.abort())
  call.once('close', () => leaving.abort())
  return AbortSignal.any([leaving.signal, closing])
}

/**
 * Writes answers as fast as the client takes them and no faster: what it does not take is not read either. Ends with the refusal that the
 * answers end with, if they do.
 */
export async function writeAll<Response extends object>(
  call: ServerWritableStream<object, object>,
  answers: AsyncGenerator<Response, Refusal | undefined>,
  signal: AbortSignal,
): Promise<Refusal | undefined> {
  try {
    for (;;) {
      const next = await answers.next()
      if (signal.aborted) return undefined
      if (next.done) return next.value
      if (!call.write(next.value)) await drained(call, signal)
    }
  } finally {
    await answers.return(undefined)
  }
}

function drained(call: ServerWritableStream<object, object>, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const go = (): void => {
    call.off('drain', go)
    signal.removeEventListener('abort', go)
    resolve()
  }
  call.on('drain', go)
  signal.addEventListener('abort', go)
  if (signal.aborted || !call.writableNeedDrain) go()
  return promise
}

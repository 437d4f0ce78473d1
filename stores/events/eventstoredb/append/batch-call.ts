import type { ClientDuplexStream } from '@grpc/grpc-js'
import { EventStoreError } from '../../port.ts'
import { createWakeUp } from '../../wake-up.ts'
import { unavailable } from '../failures.ts'
import type { BatchAnswer } from '../protocol/messages.ts'

export interface Sent {
  /** What the answer is known by. */
  readonly correlation: string
  /** Encoded requests, in order. The server does nothing before the last one. */
  readonly requests: readonly Buffer[]
  /** What a caller has to send again when no answer comes. */
  readonly about: Readonly<Record<string, unknown>>
}

/** Appends over one connection, answered in whatever order. */
export interface BatchCall {
  /** Throws `UNAVAILABLE` when nothing was written, `OUTCOME_UNKNOWN` when no answer came within its time. */
  send(append: Sent): Promise<BatchAnswer>
  cancel(): void
}

/** `onOver` is told when the connection is lost: what is sent from then on fails. */
export function batchCall(stream: ClientDuplexStream<Buffer, BatchAnswer>, answerMs: number, onOver: () => void): BatchCall {
  const unanswered = new Map<string, { answer(with_: BatchAnswer): void; fail(why: string, cause?: unknown): void }>()
  const drained = createWakeUp()
  let lost: Error | null = null
  let line: Promise<void> = Promise.resolve()

  const end = (failure: Error): void => {
    if (lost !== null) return
    lost = failure
    onOver()
    for (const waiting of [...unanswered.values()]) waiting.fail(failure.message, failure)
    drained.ring()
  }
  stream.on('data', (answer: BatchAnswer) => unanswered.get(answer.correlationId.string)?.answer(answer))
  stream.on('error', end)
  stream.on('end', () => end(new Error('the server ended the call')))
  stream.on('drain', () => drained.ring())

  const wait = ({ correlation, about }: Sent): Promise<BatchAnswer> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        unanswered.delete(correlation)
      }
      const fail = (why: string, cause?: unknown): void => {
        settle()
        reject(new EventStoreError('OUTCOME_UNKNOWN', `No answer came to an append: ${why}`, about, cause))
      }
      const timer = setTimeout(() => fail(`${answerMs} ms went by`), answerMs)
      unanswered.set(correlation, {
        answer(answer) {
          settle()
          resolve(answer)
        },
        fail,
      })
    })

  /** Hands over all of it in one piece, as fast as the connection takes it. Resolves to the answer still to come. */
  const write = async (append: Sent): Promise<{ readonly answer: Promise<BatchAnswer> }> => {
    let answer: Promise<BatchAnswer> | undefined
    for (const [index, request] of append.requests.entries()) {
      if (lost !== null) throw unavailable(lost.message, lost)
      if (index === append.requests.length - 1) answer = wait(append)
      answer?.catch(() => undefined)
      if (!stream.write(request)) await drained.next()
    }
    return { answer: answer! }
  }
  return {
    async send(append) {
      const written = line.then(() => write(append))
      line = written.then(
        () => undefined,
        () => undefined,
      )
      return (await written).answer
    },
    cancel: () => stream.cancel(),
  }
}

import type { ServerDuplexStream } from '@grpc/grpc-js'
import { STOPPING, signalOf, statusOf } from './calls.ts'
import { refusalOf } from './failures.ts'
import { keepChecking } from './keep-checking.ts'
import type { Refusal } from './refusals.ts'
import type { DoorServices } from './services.ts'

export type DuplexCall = ServerDuplexStream<object, object>
export type End = (refusal: Refusal | undefined) => void

/**
 * A call in both directions, held open for long. It ends once: when `serve` is done or calls `end`, the client leaves, the key no longer opens
 * the door, or the door closes; whichever comes first says with what.
 */
export const duplex =
  (services: DoorServices, serve: (call: DuplexCall, end: End) => Promise<Refusal | undefined>) =>
  (call: DuplexCall): void => {
    let isOver = false
    const end: End = (refusal) => {
      if (isOver) return
      isOver = true
      if (refusal === undefined) call.end()
      else call.emit('error', statusOf(refusal))
    }
    const leaving = signalOf(call, services.closing)
    const check = keepChecking(services, call.metadata)
    const stop = (): void => end(check.refusal() ?? (services.closing.aborted ? STOPPING : undefined))
    const stopping = AbortSignal.any([leaving, check.signal])
    stopping.addEventListener('abort', stop)
    serve(call, end)
      .catch((failure: unknown) => (isOver || call.destroyed ? undefined : refusalOf(failure, services.onFailure)))
      .then(end)
      .finally(() => {
        check.stop()
        stopping.removeEventListener('abort', stop)
      })
      .catch(() => undefined)
  }

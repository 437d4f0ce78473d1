import type { ClientReadableStream } from '@grpc/grpc-js'
import { createWakeUp } from '../../wake-up.ts'

/** So many answers are taken at once: more would only wait here instead of at the server. */
const MOST = 64

/**
 * What came in since the last time, as soon as there is something; nothing more is read from the socket meanwhile than the buffers of the
 * stream hold. Ends when the server ends or the signal aborts; throws what the server fails with.
 *
 * Leaving it cancels the call, unless it `endsSoon` by itself: a server closes the connection of a client that cancels a thousand calls.
 */
export async function* burstsOf<Answer>(
  call: ClientReadableStream<Answer>,
  { signal, endsSoon = false }: { readonly signal?: AbortSignal | undefined; readonly endsSoon?: boolean } = {},
): AsyncGenerator<readonly Answer[]> {
  const stirred = createWakeUp()
  let over: { readonly failure: Error | null } | null = null
  call.on('readable', () => stirred.ring())
  call.on('end', () => {
    over ??= { failure: null }
    stirred.ring()
  })
  call.on('error', (failure) => {
    over ??= { failure }
    stirred.ring()
  })
  const isOver = (): { readonly failure: Error | null } | null => over
  try {
    while (!signal?.aborted) {
      const burst: Answer[] = []
      for (let answer: Answer | null = call.read(); answer !== null; answer = burst.length < MOST ? call.read() : null) burst.push(answer)
      if (burst.length > 0) {
        yield burst
        continue
      }
      const ended = isOver()
      if (ended?.failure) throw ended.failure
      if (ended !== null) return
      await stirred.next(signal)
    }
  } finally {
    if (isOver() === null) {
      if (endsSoon) call.removeAllListeners('readable').resume()
      else call.cancel()
    }
  }
}

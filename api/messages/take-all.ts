import type { MessageResult } from '../../commands/intake/outcome.ts'
import { errorCodes } from '../../domain/shared/error-codes.ts'
import { EventStoreError } from '../../stores/events/port.ts'
import { tooLong } from './split.ts'

export type TakenMessage = MessageResult

/**
 * Takes messages in, so many at once, and answers in their order. The first failure of a store ends it, once what was begun has
 * come to rest: sending all of them again is safe.
 */
export async function takeAll(
  messages: AsyncIterable<Uint8Array | typeof tooLong>,
  receive: (bytes: Uint8Array) => Promise<MessageResult>,
  atOnce: number,
): Promise<TakenMessage[]> {
  const results: TakenMessage[] = []
  const underWay = new Set<Promise<void>>()
  let failure: { readonly cause: unknown } | null = null
  const take = async (place: number, bytes: Uint8Array): Promise<void> => {
    try {
      results[place] = await receive(bytes)
    } catch (cause) {
      if (cause instanceof EventStoreError && cause.code === 'TOO_LARGE') results[place] = notKept
      else failure ??= { cause }
    }
  }
  try {
    let place = 0
    for await (const message of messages) {
      if (failure !== null) break
      if (message === tooLong) results[place] = notKept
      else {
        const taking = take(place, message).finally(() => underWay.delete(taking))
        underWay.add(taking)
      }
      place += 1
      if (underWay.size >= atOnce) await Promise.race(underWay)
    }
  } finally {
    await Promise.all(underWay)
  }
  if (failure !== null) throw (failure as { readonly cause: unknown }).cause
  return results
}

const notKept: TakenMessage = {
  messageId: '',
  outcome: 'exception',
  orderId: null,
  exceptionId: null,
  reason: `TOO_LARGE: ${errorCodes.TOO_LARGE.title}; the message was not kept`,
  position: null,
}

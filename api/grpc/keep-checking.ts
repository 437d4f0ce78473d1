import type { Metadata } from '@grpc/grpc-js'
import { isRefusal, type Refusal } from './refusals.ts'
import type { DoorServices } from './services.ts'

/** Looks now and then whether the key a long call began with still opens the door; `signal` aborts when it does not. */
export function keepChecking({ identify, limits }: Pick<DoorServices, 'identify' | 'limits'>, metadata: Metadata) {
  const ended = new AbortController()
  let refusal: Refusal | undefined
  const look = async (): Promise<void> => {
    const caller = await identify(metadata)
    if (!isRefusal(caller) || caller.refused !== 'not-authenticated') return
    refusal = caller
    ended.abort()
  }
  // A store that cannot be read just now says nothing about the key.
  const timer = setInterval(() => void look().catch(() => undefined), limits.keyCheckMs)
  return { signal: ended.signal, refusal: () => refusal, stop: () => clearInterval(timer) }
}

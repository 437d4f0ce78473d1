import { LRUCache } from 'lru-cache'
import type { Principal } from '../auth/principal.ts'
import type { DoorLimits } from './limits.ts'

/** Takes from what a caller may append; false when it has appended too much lately. */
export type Allowance = (caller: Principal, events: number, bytes: number) => boolean

interface Left {
  events: number
  bytes: number
  at: number
}

const MOST_KEYS = 10_000
const BURST_SECONDS = 10

/** For integrators: so much a second, saved up for ten. Everyone else is trusted. `now` is milliseconds. */
export function createAllowance(limits: DoorLimits, now: () => number): Allowance {
  const { integratorEventsPerSecond: eventsRate, integratorBytesPerSecond: bytesRate } = limits
  const left = new LRUCache<string, Left>({ max: MOST_KEYS })
  return ({ role, keyId }, events, bytes) => {
    if (role !== 'integrator') return true
    const at = now()
    const before = left.get(keyId) ?? { events: eventsRate * BURST_SECONDS, bytes: bytesRate * BURST_SECONDS, at }
    const seconds = Math.max(0, at - before.at) / 1_000
    const has = {
      events: Math.min(eventsRate * BURST_SECONDS, before.events + seconds * eventsRate),
      bytes: Math.min(bytesRate * BURST_SECONDS, before.bytes + seconds * bytesRate),
      at,
    }
    const isEnough = has.events >= events && has.bytes >= bytes
    left.set(keyId, isEnough ? { events: has.events - events, bytes: has.bytes - bytes, at } : has)
    return isEnough
  }
}

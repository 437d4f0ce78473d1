import type { Contender, Lease } from './port.ts'

/** A lease as its owner keeps it. */
export interface HeldLease extends Lease {
  readonly epoch: number
  readonly contender: Contender
  /** As last written, as far as that is known. */
  beat: number
  /** Whether the last beat got no answer: it may or may not have been written. */
  isUnsure: boolean
  isHandingOver: boolean
  readonly said: string | null
  readonly hasResigned: boolean
  /** An acknowledged beat: held until then on the monotonic clock, unless it ran out before. */
  renew(untilMs: number): void
  /** No longer held. */
  end(): void
}

export function createHeldLease(
  resource: string,
  epoch: number,
  contender: Contender,
  monotonic: () => number,
  firstUntilMs: number,
): HeldLease {
  const over = new AbortController()
  let untilMs = firstUntilMs
  let said: string | null = null
  let hasResigned = false
  const isHeld = (): boolean => {
    if (over.signal.aborted) return false
    if (monotonic() < untilMs) return true
    over.abort()
    return false
  }
  return {
    ...{ resource, epoch, contender, beat: 0, isUnsure: false, isHandingOver: false, signal: over.signal, isHeld },
    get said() {
      return said
    },
    get hasResigned() {
      return hasResigned
    },
    remark(text) {
      said = text?.slice(0, 500) ?? null
    },
    resign() {
      hasResigned = true
      over.abort()
    },
    renew(until) {
      if (isHeld()) untilMs = Math.max(untilMs, until)
    },
    end: () => over.abort(),
  }
}

import type { LeaseClock } from './timing.ts'

export interface AnsweredOptions {
  readonly clock: LeaseClock
  readonly answerMs: number
  /** Told once of each run of failures. */
  readonly onTrouble: (message: string) => void
}

/** Undefined when no answer comes in time, or the store fails: what was asked may be done all the same. Never throws. */
export type Answered = <Answer>(asked: Promise<Answer>) => Promise<Answer | undefined>

export function createAnswered({ clock, answerMs, onTrouble }: AnsweredOptions): Answered {
  let isFailing = false
  return async (asked) => {
    const done = new AbortController()
    const late = clock.sleep(answerMs, done.signal).then(() => undefined)
    try {
      const answer = await Promise.race([asked, late])
      if (answer !== undefined) isFailing = false
      return answer
    } catch (failure) {
      if (!isFailing) onTrouble(`leases: ${failure instanceof Error ? failure.message : String(failure)}; tried again`)
      isFailing = true
      return undefined
    } finally {
      done.abort()
      asked.catch(() => undefined)
    }
  }
}

import { useState } from 'preact/hooks'
import { Failure } from '../api/http.ts'

export interface Attempt<Answer> {
  readonly busy: boolean
  /** What came of the last one; null before the first, and of one that has nothing to tell. */
  readonly tried: Answer | null
  readonly failure: Failure | null
  /** Tells whether an answer came. */
  run(action: () => Promise<Answer | null>): Promise<boolean>
}

/** One thing asked at a time, and what came of it. */
export function useAttempt<Answer>(onAnswered: () => void): Attempt<Answer> {
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState<Answer | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function run(action: () => Promise<Answer | null>): Promise<boolean> {
    setBusy(true)
    setTried(null)
    setFailure(null)
    try {
      setTried(await action())
      onAnswered()
      return true
    } catch (cause) {
      setFailure(cause instanceof Failure ? cause : new Failure({ title: String(cause) }))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, tried, failure, run }
}

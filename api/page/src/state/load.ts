import { useEffect, useRef, useState } from 'preact/hooks'
import { Failure } from '../api/http.ts'
import { backOffMs } from './back-off.ts'

/** What a screen shows of something it asked for. While it is asked again, or in vain, the last answer stays. */
export interface Loaded<Value> {
  readonly value: Value | undefined
  readonly failure: Failure | null
  readonly loading: boolean
  /** Asks again, for the same. */
  reload(): void
}

interface State<Value> {
  readonly key: string
  readonly subject: string
  readonly value: Value | undefined
  readonly failure: Failure | null
  readonly loading: boolean
}

/** Refusals that pass by themselves: asked again with back-off. */
const isPassing = ({ kind, code, status }: Failure): boolean =>
  kind === 'unreachable' || code === 'BEHIND' || status === 429 || status === 503

/**
 * Asks for what `key` names, again whenever the key changes; a late answer to an earlier question is dropped. The answer to the
 * question before stays in sight until the new one is there, as long as both are about the same `subject`.
 */
export function useLoaded<Value>(key: string, load: (signal: AbortSignal) => Promise<Value>, subject: string = key): Loaded<Value> {
  const [state, setState] = useState<State<Value>>({ key, subject, value: undefined, failure: null, loading: true })
  const loading = useRef(load)
  loading.current = load
  const ask = useRef<() => void>(() => undefined)

  useEffect(() => {
    const asking = askRepeatedly((signal) => loading.current(signal), {
      asked: () => setState((last) => ({ ...kept(last, subject), key, loading: true })),
      answered: (value) => setState({ key, subject, value, failure: null, loading: false }),
      failed: (failure) => setState((last) => ({ ...kept(last, subject), key, failure, loading: false })),
    })
    ask.current = asking.ask
    asking.ask()
    return asking.stop
  }, [key, subject])

  const shown = kept(state, subject)
  const isCurrent = state.key === key
  return {
    value: shown.value,
    failure: isCurrent ? shown.failure : null,
    loading: !isCurrent || shown.loading,
    reload: () => ask.current(),
  }
}

const kept = <Value>(last: State<Value>, subject: string): State<Value> =>
  last.subject === subject ? last : { key: last.key, subject, value: undefined, failure: null, loading: true }

interface Asked<Value> {
  asked(): void
  answered(value: Value): void
  failed(failure: Failure): void
}

/** One question at a time; asked meanwhile, it is asked once more. What passes by itself is asked again with back-off. */
function askRepeatedly<Value>(load: (signal: AbortSignal) => Promise<Value>, to: Asked<Value>) {
  const stopping = new AbortController()
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  let again = false

  async function ask(): Promise<void> {
    if (isAsking) {
      again = true
      return
    }
    clearTimeout(timer)
    isAsking = true
    to.asked()
    try {
      const value = await load(stopping.signal)
      failures = 0
      if (!stopping.signal.aborted) to.answered(value)
    } catch (cause) {
      if (!stopping.signal.aborted) failed(cause instanceof Failure ? cause : new Failure({ code: 'PAGE', title: String(cause) }))
    }
    isAsking = false
    if (!again || stopping.signal.aborted) return
    again = false
    void ask()
  }
  function failed(failure: Failure): void {
    to.failed(failure)
    if (!isPassing(failure)) return
    // What is being built has told how far it is, and will again: it is followed closely.
    if (failure.details.building !== undefined) failures = 0
    timer = setTimeout(() => void ask(), backOffMs(failures, Math.random()))
    failures += 1
  }
  return {
    ask: () => void ask(),
    stop() {
      stopping.abort()
      clearTimeout(timer)
    },
  }
}

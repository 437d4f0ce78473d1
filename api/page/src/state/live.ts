import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { fetchSession } from '../api/session.ts'
import { fetchStatus } from '../api/status.ts'
import { backOffMs } from './back-off.ts'
import { throttled } from './throttled.ts'

interface Changed {
  readonly readModel: string
  readonly documents: readonly string[]
  readonly more: boolean
}
interface Changes {
  readonly position: string
  readonly changed: readonly Changed[]
}

export type Connection = 'connecting' | 'live' | 'away'

/** Whether changes reach the page, and how far the slowest read model is behind. */
export const connection = signal<Connection>('connecting')
export const livePosition = signal<string | null>(null)
export const lagMs = signal<number | null>(null)

type Listener = (changes: Changes | null) => void
const listeners = new Set<Listener>()
/** Null says: anything may have changed while nobody listened. */
const tell = (changes: Changes | null): void => {
  for (const listener of listeners) listener(changes)
}

const lagEveryMs = 10_000
const hiddenForMs = 60_000

/** Follows the changes of the ledger until stopped; comes back by itself when the server was gone or the page was hidden. */
export function followChanges(): () => void {
  let source: EventSource | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  function open(): void {
    clearTimeout(timer)
    if (stopped || source !== null) return
    connection.value = 'connecting'
    const opened = new EventSource('v1/changes')
    source = opened
    opened.onopen = () => {
      failures = 0
      connection.value = 'live'
      tell(null)
    }
    opened.onmessage = ({ data }) => took(data)
    opened.addEventListener('end', lost)
    opened.onerror = lost
  }
  function took(data: string): void {
    const changes = JSON.parse(data) as Changes
    livePosition.value = changes.position
    tell(changes)
  }
  function close(): void {
    clearTimeout(timer)
    source?.close()
    source = null
  }
  function lost(): void {
    close()
    if (stopped) return
    connection.value = 'away'
    void fetchSession().catch(() => undefined)
    timer = setTimeout(open, backOffMs(failures, Math.random()))
    failures += 1
  }
  function onVisibility(): void {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') open()
    else timer = setTimeout(close, hiddenForMs)
  }

  async function askLag(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    const status = await fetchStatus().catch(() => null)
    lagMs.value = status === null ? null : Math.max(0, ...status.readModels.map((each) => each.lagMs))
  }

  open()
  void askLag()
  const asking = setInterval(() => void askLag(), lagEveryMs)
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    stopped = true
    close()
    clearInterval(asking)
    document.removeEventListener('visibilitychange', onVisibility)
  }
}

const refreshEveryMs = 1_000

/**
 * Calls `refresh` after something of these read models changed (one of `documents`, where given): at most once a second, and not
 * while nobody looks.
 */
export function useChanges(readModels: readonly string[], refresh: () => void, documents?: readonly string[]): void {
  const latest = useRef({ refresh, documents })
  latest.current = { refresh, documents }
  const names = readModels.join()
  useEffect(() => {
    if (names === '') return
    const wanted = names.split(',')
    const soon = throttled(() => latest.current.refresh(), refreshEveryMs)
    let missed = false
    const run = (): void => {
      missed = document.visibilityState !== 'visible'
      if (!missed) soon.call()
    }
    const listener: Listener = (changes) => {
      if (changes === null || changes.changed.some((each) => wanted.includes(each.readModel) && concerns(each, latest.current.documents)))
        run()
    }
    const onVisible = (): void => {
      if (missed) run()
    }
    listeners.add(listener)
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      listeners.delete(listener)
      document.removeEventListener('visibilitychange', onVisible)
      soon.cancel()
    }
  }, [names])
}

const concerns = ({ documents, more }: Changed, wanted: readonly string[] | undefined): boolean =>
  wanted === undefined || more || documents.some((id) => wanted.includes(id))

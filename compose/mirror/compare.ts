import { compareLogs, type LogComparison } from '../../replay/mirror/compare-logs.ts'
import type { Position } from '../../stores/events/port.ts'
import { eventsAt, eventsOf, withoutSecrets } from '../adapters/choose.ts'
import { usingAll } from '../open-all.ts'
import type { Settings } from '../settings.ts'
import { readNote } from './note.ts'

export interface ComparedLogs extends LogComparison {
  /** The other log, without credentials and options. */
  readonly source: string
}

export interface ComparingProgress {
  readonly events: number
  readonly eventsPerSecond: number
  /** Both in the other log. */
  readonly position: Position
  readonly until: Position
}

/**
 * Compares the log of the settings with another, byte by byte. Of a mirror all is compared, and what is noted to be copied has to be there; what
 * its source took on since is no difference. Takes no keys.
 */
export function compareWith(against: string, settings: Settings, onProgress: (progress: ComparingProgress) => void): Promise<ComparedLogs> {
  const began = performance.now()
  const adapter = eventsOf(settings)
  return usingAll(async (opened) => {
    const there = opened(await eventsAt(against, '--against', settings).openForReading())
    const note = adapter.folder === null ? null : readNote(adapter.folder)
    const here = opened(await adapter.openForReading())
    const atLeast = note === null ? undefined : BigInt(note.last?.sourcePosition ?? 0)
    const until = atLeast ?? (await there.head())
    const compared = await compareLogs({
      ...{ here, there, atLeast },
      onProgress: ({ events, position }) =>
        onProgress({ events, position, until, eventsPerSecond: (events * 1_000) / (performance.now() - began) }),
    })
    return { ...compared, source: withoutSecrets(against) }
  })
}

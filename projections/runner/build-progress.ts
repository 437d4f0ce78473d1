import type { Position } from '../../stores/events/port.ts'
import type { RunnerClock } from './clock.ts'

/** Milliseconds spent waiting for the log, decoding, folding (keys included) and writing. */
export interface StageMillis {
  readonly read: number
  readonly decode: number
  readonly fold: number
  readonly write: number
}

export interface BuildProgress {
  readonly events: number
  readonly position: Position
  readonly until: Position
  readonly eventsPerSecond: number
  /** Null until there is enough to judge by. */
  readonly remainingMs: number | null
  readonly stages: StageMillis
}

export type Stage = keyof StageMillis

export interface Stopwatch {
  readonly stages: StageMillis
  elapsedMs(): number
  /** Time since the last call is charged to this stage. */
  lap(stage: Stage): void
}

export function createStopwatch({ elapsed }: RunnerClock): Stopwatch {
  const stages = { read: 0, decode: 0, fold: 0, write: 0 }
  const begun = elapsed()
  let last = begun
  return {
    stages,
    elapsedMs: () => elapsed() - begun,
    lap(stage) {
      const now = elapsed()
      stages[stage] += now - last
      last = now
    },
  }
}

export function progressOf(stopwatch: Stopwatch, events: number, from: Position, position: Position, until: Position): BuildProgress {
  const elapsedMs = stopwatch.elapsedMs()
  const done = Number(position - from)
  const left = Number(until - position)
  return {
    events,
    position,
    until,
    eventsPerSecond: elapsedMs > 0 ? Math.round((events * 1000) / elapsedMs) : 0,
    remainingMs: done > 0 ? Math.round((elapsedMs * left) / done) : null,
    stages: { ...stopwatch.stages },
  }
}

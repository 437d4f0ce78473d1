import { SingleBar } from 'cli-progress'

export interface Progress {
  show(progress: { readonly events: number; readonly position: bigint; readonly until: bigint; readonly eventsPerSecond: number }): void
  stop(): void
}

const format = (what: string) => `${what} {bar} {percentage}% | {events} events | {rate} events/s | {eta_formatted} left`

/** A bar on a terminal's standard error, nothing elsewhere. */
export function createProgress(what: string, silent: boolean): Progress {
  if (silent || !process.stderr.isTTY) return { show: () => undefined, stop: () => undefined }
  const bar = new SingleBar({ format: format(what), stream: process.stderr, clearOnComplete: true })
  bar.start(1, 0, { events: 0, rate: 0 })
  return {
    show({ events, position, until, eventsPerSecond }) {
      bar.setTotal(Number(until))
      bar.update(Number(position), { events, rate: Math.round(eventsPerSecond) })
    },
    stop: () => bar.stop(),
  }
}

import { Problem } from '../problem.ts'
import type { ServerSent } from './server-sent.ts'

/** All streams that are open: so many at most, all ended when the server stops. */
export interface OpenStreams {
  /** Throws a `Problem` when there are too many. */
  add(open: () => ServerSent): ServerSent
  endAll(reason: string): void
}

export function createOpenStreams(most: number): OpenStreams {
  const streams = new Set<ServerSent>()
  let stopping = false
  return {
    add(open) {
      if (stopping) throw new Problem('STOPPING')
      if (streams.size >= most) throw new Problem('OVERLOADED', `${most} event streams are open already`)
      const stream = open()
      streams.add(stream)
      stream.signal.addEventListener('abort', () => streams.delete(stream), { once: true })
      return stream
    },
    endAll(reason) {
      stopping = true
      for (const stream of streams) stream.end(reason)
    },
  }
}

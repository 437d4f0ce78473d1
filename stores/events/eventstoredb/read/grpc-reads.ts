import type { RecordedEvent } from '../../port.ts'
import type { Connection } from '../connection.ts'
import { burstsOf } from './bursts.ts'
import type { Reads } from './reads.ts'
import { recorded } from './recorded.ts'
import { readAllRequest, readStreamRequest } from './requests.ts'

/** So few that reading the rest costs less than cancelling the call. */
const FEW = 1_000

export function grpcReads(connection: Connection): Reads {
  async function* read(request: object, count = Number.POSITIVE_INFINITY, signal?: AbortSignal): AsyncGenerator<readonly RecordedEvent[]> {
    const call = await connection.read(request)
    for await (const burst of burstsOf(call, { signal, endsSoon: count <= FEW })) {
      yield burst.flatMap(({ event }) => (event === null ? [] : [recorded(event.event)]))
    }
  }
  return {
    all: (request, signal) => read(readAllRequest(request), request.count, signal),
    stream: (stream, request) => read(readStreamRequest(stream, request), request.count),
  }
}

import type { RecordedEvent } from '../../port.ts'
import type { Connection } from '../connection.ts'
import { burstsOf } from './bursts.ts'
import type { Reads } from './reads.ts'
import { recorded } from './recorded.ts'
import { readAllRequest, readStreamRequest } from './requests.ts'

export function grpcReads(connection: Connection): Reads {
  async function* read(request: object, signal?: AbortSignal): AsyncGenerator<readonly RecordedEvent[]> {
    for await (const burst of burstsOf(await connection.read(request), signal)) {
      yield burst.flatMap(({ event }) => (event === null ? [] : [recorded(event.event)]))
    }
  }
  return {
    all: (request, signal) => read(readAllRequest(request), signal),
    stream: (stream, request) => read(readStreamRequest(stream, request)),
  }
}

import { randomUUID } from 'node:crypto'
import type { EventToAppend, ExpectedRevision } from '../../port.ts'
import { encodeBatchAppend, toWide } from '../protocol/messages.ts'
import type { Sent } from './batch-call.ts'

/** Bytes from which on an append goes in several requests: servers limit the size of one. */
const REQUEST_BYTES = 3 * 1_048_576

const expectedOf = (expected: ExpectedRevision): object =>
  typeof expected === 'number'
    ? { streamPosition: toWide(expected) }
    : { any: { any: {} }, 'no-stream': { noStream: {} }, 'stream-exists': { streamExists: {} } }[expected]

const proposed = ({ id, type, data, metadata, contentType = 'application/json' }: EventToAppend): object => ({
  id: { string: id },
  metadata: { type, 'content-type': contentType },
  customMetadata: metadata,
  data,
})

/** An append as it goes over the wire. Bytes are copied: the caller may use its buffers again. */
export function batchAppendOf(stream: string, events: readonly EventToAppend[], expected: ExpectedRevision, deadlineMs: number): Sent {
  const correlation = randomUUID()
  const deadline = { seconds: toWide(Math.floor(deadlineMs / 1_000)), nanos: (deadlineMs % 1_000) * 1_000_000 }
  const options = { streamIdentifier: { streamName: Buffer.from(stream) }, ...expectedOf(expected), deadline }
  const parts = inParts(events)
  const requests = parts.map((part, index) =>
    encodeBatchAppend({
      correlationId: { string: correlation },
      ...(index === 0 && { options }),
      proposedMessages: part.map(proposed),
      isFinal: index === parts.length - 1,
    }),
  )
  return { correlation, requests, about: { stream, expected, eventIds: events.map(({ id }) => id) } }
}

function inParts(events: readonly EventToAppend[]): readonly (readonly EventToAppend[])[] {
  const parts: EventToAppend[][] = [[]]
  let bytes = 0
  for (const event of events) {
    const own = event.data.byteLength + event.metadata.byteLength
    if (bytes > 0 && bytes + own > REQUEST_BYTES) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(event)
    bytes += own
  }
  return parts
}

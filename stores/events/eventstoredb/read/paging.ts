import type { RecordedEvent } from '../../port.ts'

export interface PageLimits {
  readonly events: number
  /** Of data and metadata. */
  readonly bytes: number
}

/** Gathers the pieces a server sends into pages: a burst off the socket is small. A page may go over its bytes by one burst. */
export async function* paged(
  batches: AsyncIterable<readonly RecordedEvent[]>,
  limits: PageLimits,
): AsyncGenerator<readonly RecordedEvent[]> {
  let page: RecordedEvent[] = []
  let bytes = 0
  for await (const batch of batches) {
    for (const event of batch) {
      page.push(event)
      bytes += event.data.byteLength + event.metadata.byteLength
      if (page.length < limits.events && bytes < limits.bytes) continue
      yield page
      page = []
      bytes = 0
    }
  }
  if (page.length > 0) yield page
}

import type { EventFilter } from './port.ts'

/** Whether an event of this stream and type passes: any stream prefix or any type; no filter passes everything. */
export function matches(filter: EventFilter | undefined, stream: string, type: string): boolean {
  if (filter?.streamPrefixes === undefined && filter?.types === undefined) return true
  return (filter.types?.includes(type) ?? false) || (filter.streamPrefixes?.some((prefix) => stream.startsWith(prefix)) ?? false)
}

import type { EventToAppend } from '../../../stores/events/port.ts'

/** Streams that say something about streams, and events that say something about events, as the protocol names them. */
export const metastreamOf = (stream: string): string => `$$${stream}`
export const isMetastream = (stream: string): boolean => stream.startsWith('$$')

/** The stream that a metastream, or one of that, is about in the end. */
export const subjectOf = (stream: string): string => (isMetastream(stream) ? subjectOf(stream.slice(2)) : stream)

/** The stream a metastream is about, one step only. */
export const aboutOf = (metastream: string): string => metastream.slice(2)

export const METADATA_TYPE = '$metadata'
export const LINK_TYPE = '$>'
export const TOMBSTONE_TYPE = '$streamDeleted'

/** The revision every tombstone shows, whatever revision it has in the log. */
export const TOMBSTONE_REVISION = '9223372036854775807'

const tombstoneMark = Buffer.from('{"$tombstone":true}')

/** A stream ends with it. Its metadata tells it from an event that was merely given its type. */
export const tombstone = (id: string): EventToAppend => ({
  id,
  type: TOMBSTONE_TYPE,
  data: new Uint8Array(),
  metadata: tombstoneMark,
  contentType: 'application/octet-stream',
})

export const isTombstone = ({ type, metadata }: Pick<EventToAppend, 'type' | 'metadata'>): boolean =>
  type === TOMBSTONE_TYPE && tombstoneMark.equals(metadata)

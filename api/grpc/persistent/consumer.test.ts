import { expect, test } from 'vitest'
import { type Connected, type Message, pick } from './consumer.ts'
import type { GroupSettings } from './settings.ts'

const consumer = { most: 1_000, name: '', from: '', user: '', confirm: () => undefined, deliver: () => undefined, end: () => undefined }
const connected = Array.from({ length: 5 }, (): Connected => ({ consumer, inFlight: new Map(), isStopped: false, total: 0 }))
const streams = Array.from({ length: 50 }, (_, n) => `notes-${n}`)

function message(stream: string, metadata: string): Message {
  const event = {
    ...{ id: '', type: 'Noted', data: new Uint8Array(), metadata: Buffer.from(metadata), contentType: 'application/json' as const },
    ...{ stream, revision: 0, position: 1n, recordedAt: 0 },
  }
  return { delivered: { event, link: null }, original: event, place: null, retries: 0 }
}

/** Which consumer each stream's event goes to, the metadata being of that stream. */
const picked = (strategy: GroupSettings['strategy'], metadataOf: (stream: string) => string) =>
  streams.map((stream, turn) => connected.indexOf(pick(strategy, connected, message(stream, metadataOf(stream)), turn)!))

test('pinned by correlation, events of one correlation go to one consumer whatever their streams', () => {
  expect(new Set(picked('PinnedByCorrelation', () => '{"$correlationId":"c-1"}')).size).toBe(1)
  expect(new Set(picked('PinnedByCorrelation', (stream) => `{"$correlationId":"c-${stream}"}`)).size).toBe(connected.length)
})

test.each(['', 'no json', 'null', '{}', '{"$correlationId":7}'])(
  'pinned by correlation, an event whose metadata are %j goes where its stream is pinned to',
  (metadata) => {
    expect(picked('PinnedByCorrelation', () => metadata)).toEqual(picked('Pinned', () => metadata))
    expect(new Set(picked('Pinned', () => metadata)).size).toBe(connected.length)
  },
)

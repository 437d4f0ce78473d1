import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createMemoryEventStore } from '../../stores/events/memory/memory-event-store.ts'
import type { EventStore, EventToAppend } from '../../stores/events/port.ts'
import { compareLogs } from './compare-logs.ts'

const event = (id: string, more: Partial<EventToAppend> = {}): EventToAppend => ({
  id,
  type: 'Noted',
  data: Buffer.from('{"n":1}'),
  metadata: Buffer.from('{}'),
  contentType: 'application/json',
  ...more,
})

/** Streams and events in the order of the log. */
async function logOf(...appends: readonly (readonly [stream: string, event: EventToAppend])[]): Promise<EventStore> {
  const store = createMemoryEventStore({ now: Date.now })
  for (const [stream, one] of appends) await store.append(stream, [one], 'any')
  return store
}

const compare = (here: EventStore, there: EventStore, atLeast?: bigint) =>
  compareLogs({ here, there, atLeast, onProgress: () => undefined })

const [a, b, c] = [
  ['order-1', event('a')],
  ['order-2', event('b')],
  ['order-1', event('c')],
] as const

test('the same events are the same, whatever other streams lie between them and whenever they were recorded', async () => {
  const compared = await compare(await logOf(a, b, c), await logOf(['notes-1', event('x')], a, b, ['orders-1', event('y')], c))
  expect(compared).toMatchObject({ ok: true, first: null, here: { events: 3 } })
  expect(compared.there).toEqual(compared.here)
})

test('the digest is that of each field behind its length', async () => {
  const frame = '\0\0\0\x07order-1\0\0\0\x010\0\0\0\x01a\0\0\0\x05Noted\0\0\0\x10application/json\0\0\0\x07{"n":1}\0\0\0\x02{}'
  const { here } = await compare(await logOf(a), await logOf(a))
  expect(here.sha256).toBe(createHash('sha256').update(frame).digest('hex'))
})

test.each([
  ['data', { data: Buffer.from('{"n":2}') }],
  ['metadata', { metadata: Buffer.from('{ }') }],
  ['type', { type: 'Noticed' }],
  ['contentType', { contentType: 'application/octet-stream' }],
  ['id', { id: 'd' }],
] as const)('another %s is named, with stream and revision', async (field, more) => {
  const changed = ['order-1', event('c', more)] as const
  const compared = await compare(await logOf(a, b, c), await logOf(a, b, changed))
  const place = { stream: 'order-1', revision: 1 }
  expect(compared).toMatchObject({ ok: false, first: { event: 3, here: place, there: place, fields: [field] } })
  expect(compared.there.sha256).not.toBe(compared.here.sha256)
})

test('an event that lies elsewhere, or on one side alone, is the first difference', async () => {
  const one = { stream: 'order-1', revision: 0 }
  const two = { stream: 'order-2', revision: 0 }
  expect(await compare(await logOf(a, b), await logOf(b, a))).toMatchObject({ first: { event: 1, here: one, there: two } })
  expect(await compare(await logOf(a), await logOf(a, b))).toMatchObject({ ok: false, first: { event: 2, here: null, there: two } })
  expect(await compare(await logOf(a, b), await logOf(a))).toMatchObject({ ok: false, first: { event: 2, here: two, there: null } })
})

test('what the other log took on since it was copied is no difference, what was copied and is gone is one', async () => {
  const source = await logOf(a, b, c)
  const positions: bigint[] = []
  for await (const { events } of source.readAll()) positions.push(...events.map(({ position }) => position))
  const [, second] = positions
  expect(await compare(await logOf(a, b), source, second)).toMatchObject({ ok: true, until: second, there: { events: 2 } })
  expect(await compare(await logOf(a), source, second)).toMatchObject({ ok: false, first: { here: null, there: { stream: 'order-2' } } })
  expect(await compare(await logOf(a, b, c), source, second)).toMatchObject({ ok: true, there: { events: 3 } })
})

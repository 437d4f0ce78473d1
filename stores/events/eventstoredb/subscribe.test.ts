import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { LivePage, RecordedEvent } from '../port.ts'
import { createKnown } from './known.ts'
import type { ReadAnswer } from './protocol/messages.ts'
import { createBoundaries } from './read/boundaries.ts'
import { type SubscribeServices, subscribeAll } from './subscribe.ts'

const wide = (value: number) => ({ high: 0, low: value })
const nothing: ReadAnswer = { event: null, checkpoint: null, streamNotFound: null, caughtUp: null, fellBehind: null }
const checkpoint = (commit: number, prepare: number): ReadAnswer => ({
  ...nothing,
  checkpoint: { commitPosition: wide(commit), preparePosition: wide(prepare) },
})
const caughtUp: ReadAnswer = { ...nothing, caughtUp: {} }
const fellBehind: ReadAnswer = { ...nothing, fellBehind: {} }
const event = (position: number, createdMs: number): ReadAnswer => ({
  ...nothing,
  event: {
    event: {
      ...{ id: { string: 'e' }, streamIdentifier: { streamName: Buffer.from('order-1') } },
      ...{ streamRevision: wide(0), commitPosition: wide(position) },
      metadata: { type: 'T', 'content-type': 'application/json', created: `${createdMs}0000` },
      ...{ data: Buffer.from('{}'), customMetadata: Buffer.from('{}') },
    },
  },
})

/** What a subscriber is given when a server sends these, one after another; each list is one connection, and the log goes to 900. */
async function pagesOf(connections: ReadAnswer[][], after = 0n): Promise<readonly LivePage[]> {
  const last = { position: 900n } as RecordedEvent
  const ending = new AbortController()
  const services: SubscribeServices = {
    connection: {
      async read() {
        const answers = connections.shift() ?? []
        const isLast = connections.length === 0
        const call = Readable.from(slowly(answers, isLast ? ending : null), { objectMode: true })
        return Object.assign(call, { cancel: () => call.destroy() }) as never
      },
      batchAppend: () => Promise.reject(new Error('nothing is appended here')),
      ready: async () => undefined,
      close: async () => undefined,
    },
    reads: {
      async *all() {
        yield [last]
      },
      async *stream() {},
    },
    known: createKnown(async () => 900n),
    boundaries: createBoundaries(),
    page: { events: 10, bytes: 1_000 },
    resuming: { attempts: 1, pause: async () => undefined },
    assertOpen: () => undefined,
    closing: new AbortController().signal,
    backOffMs: () => 1,
    say: () => undefined,
  }
  const pages: LivePage[] = []
  for await (const page of subscribeAll(services, { after, signal: ending.signal })) pages.push(page)
  return pages
}

async function* slowly(answers: readonly ReadAnswer[], ending: AbortController | null) {
  for (const answer of answers) {
    yield answer
    for (let turns = 0; turns < 5; turns += 1) await turn()
  }
  ending?.abort()
}

test('while the server catches up, a checkpoint is the first record not looked at; live, the last one that was', async () => {
  const pages = await pagesOf([[checkpoint(0, 0), checkpoint(500, 0), checkpoint(900, 900), caughtUp, checkpoint(1_000, 1_000)]])
  expect(pages.map(({ position, caughtUp }) => [position, caughtUp])).toEqual([
    [499n, false],
    [900n, false],
    [900n, true],
    [1_000n, true],
  ])
})

test('once the server says that it has caught up, everything up to the head was looked at', async () => {
  const pages = await pagesOf([[caughtUp, fellBehind, event(950, 1)]])
  expect(pages.map(({ position, caughtUp }) => [position, caughtUp])).toEqual([
    [900n, true],
    [950n, false],
  ])
})

test('a new connection repeats nothing, and its times do not go back behind those of the last one', async () => {
  const pages = await pagesOf([[event(950, 9)], [event(950, 9), event(960, 7)]], 900n)
  expect(pages.flatMap(({ events }) => events.map(({ position, recordedAt }) => [position, recordedAt]))).toEqual([
    [950n, 9],
    [960n, 9],
  ])
})

import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ChannelCredentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedEventStore } from '../../../stores/events/embedded/embedded-event-store.ts'
import type { EventStore } from '../../../stores/events/port.ts'
import { everyoneIs } from '../caller.ts'
import { type Door, openDoor } from '../door.ts'
import { serviceOf } from '../protocol/codec.ts'
import { STREAMS } from './service.ts'

let folder: string
let events: EventStore
let door: Door
// biome-ignore lint/suspicious/noExplicitAny: a client made of a definition has a method for each of its calls
let raw: any

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-door-'))
  events = await openEmbeddedEventStore({ folder, now: Date.now })
  door = await openDoor({
    ...{ events, identify: everyoneIs('admin'), host: '127.0.0.1', port: 0, certificate: null, now: Date.now },
    onFailure: () => 'none',
  })
  const Client = makeGenericClientConstructor(serviceOf(STREAMS), 'Streams')
  raw = new Client(`127.0.0.1:${door.port}`, ChannelCredentials.createInsecure())
})
afterEach(async () => {
  raw.close()
  await door.stop()
  await events.close()
  rmSync(folder, { recursive: true })
})

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
const bytesHeld = () => {
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const data = Buffer.alloc(10_000, 'x')
const metadata = new Uint8Array()
const write = async (stream: string, count: number) => {
  for (let n = 0; n < count; n += 50) {
    const batch = Array.from({ length: 50 }, (_, m) => ({ id: id(n + m), type: 'Noted', data, metadata }))
    await events.append(stream, batch, 'any')
  }
}
const follow = () =>
  raw.Read({ options: { all: { start: {} }, subscription: {}, noFilter: {}, uuidOption: { string: {} } } }, new Metadata())

test('subscribers that stand still cost bounded memory and hold up no writer, and get everything once they go on', async () => {
  const child = fork(join(import.meta.dirname, 'subscribers.child.ts'), [`127.0.0.1:${door.port}`, '4', '2500'])
  const told = (word: string) => new Promise<void>((resolve) => child.on('message', (said) => said === word && resolve()))
  try {
    await told('live')
    child.kill('SIGSTOP')
    const done = told('done')
    const before = bytesHeld()
    await write('log', 2_500)
    // 25 MB were written, and every subscriber has nearly all of them before it.
    expect(bytesHeld() - before).toBeLessThan(15_000_000)
    child.kill('SIGCONT')
    await done
  } finally {
    child.kill('SIGKILL')
  }
})

test('appends of one call keep their order, whatever streams they go to and whatever state those are in', async () => {
  const call = raw.BatchAppend(new Metadata())
  call.on('error', () => undefined)
  const streams = Array.from({ length: 40 }, (_, n) => `ordered-${n % 13}`)
  const answers: number[] = []
  const all = new Promise<void>((resolve) => {
    call.on('data', ({ success }: { success?: { position: { commitPosition: string } } }) => {
      answers.push(Number(success?.position.commitPosition))
      if (answers.length === streams.length) resolve()
    })
  })
  for (const [n, stream] of streams.entries()) {
    const proposed = { id: { string: id(n) }, metadata: { type: `T${n}`, 'content-type': 'application/json' }, data: Buffer.from('{}') }
    const options = { streamIdentifier: { streamName: Buffer.from(stream) }, any: {} }
    call.write({ correlationId: { string: id(n) }, options, proposedMessages: [proposed], isFinal: true })
  }
  await all
  call.end()
  const types: string[] = []
  for await (const page of events.readAll()) types.push(...page.events.map(({ type }) => type))
  expect(types).toEqual(streams.map((_, n) => `T${n}`))
})

test('stopping ends subscriptions with a word to come back', async () => {
  const call = follow()
  const status = new Promise<{ code: number }>((resolve) => call.on('status', resolve))
  call.on('error', () => undefined)
  await new Promise((resolve) => call.on('data', (message: { confirmation?: object }) => message.confirmation && resolve(null)))
  await door.stop()
  expect((await status).code).toBe(14)
})

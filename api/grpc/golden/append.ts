import { randomUUID } from 'node:crypto'
import { binaryEvent } from '@eventstore/db-client'
import { byBothCalls, type Row } from './row.ts'
import { all, event, eventsOf, told, type World } from './world.ts'

const name = (stream: string) => ({ streamName: Buffer.from(stream) })
const proposed = (more: object = {}) => ({
  id: { string: randomUUID() },
  metadata: { type: 'Noted', 'content-type': 'application/json' },
  data: Buffer.from('{}'),
  ...more,
})
const batched = (options: object, messages: object[] = [proposed()]) => ({
  correlationId: { string: randomUUID() },
  options,
  proposedMessages: messages,
  isFinal: true,
})
const errorOf = async (answer: ReturnType<World['batch']>) => {
  const { error } = (await answer).messages[0] ?? {}
  return { code: error?.code, message: error?.message, type: error?.details?.typeUrl }
}
const badRequest = { code: 3, message: 'BadRequest', type: 'type.googleapis.com/event_store.client.BadRequest' }
const hour = () => Math.floor(Date.now() / 1_000) + 3_600

/** 4.1 */
export const appendRows: readonly Row[] = [
  ...byBothCalls((call) => ({
    behaviour: '4.1 the answer has revision and position of the last event',
    call: async ({ append, newStream, client }) => {
      const stream = newStream()
      const { success, nextExpectedRevision, position } = await append(call, stream, eventsOf(3))
      const last = (await all(client.readStream(stream))).at(-1)?.event?.position
      return { success, nextExpectedRevision, isOfLast: position?.commit === last?.commit && position?.prepare === last?.commit }
    },
    answer: { success: true, nextExpectedRevision: 2n, isOfLast: true },
  })),
  ...byBothCalls((call) => ({
    behaviour: '4.1 NO_STREAM on an existing stream',
    call: async ({ append, streamOf }) => told(async () => append(call, await streamOf(2), event(), 'no_stream')),
    answer: { failed: 'wrong-expected-version', expectedVersion: 'no_stream', actualVersion: 1n },
  })),
  ...byBothCalls((call) => ({
    behaviour: '4.1 another exact revision',
    call: async ({ append, streamOf }) => told(async () => append(call, await streamOf(2), event(), 5n)),
    answer: { failed: 'wrong-expected-version', expectedVersion: 5n, actualVersion: 1n },
  })),
  ...byBothCalls((call) => ({
    behaviour: '4.1 STREAM_EXISTS on a missing stream',
    call: ({ append, newStream }) => told(() => append(call, newStream(), event(), 'stream_exists')),
    answer: { failed: 'wrong-expected-version', expectedVersion: 'stream_exists', actualVersion: 'no_stream' },
  })),
  ...byBothCalls((call) => ({
    behaviour: '4.1 an exact revision of a missing stream',
    call: ({ append, newStream }) => told(() => append(call, newStream(), event(), 3n)),
    answer: { failed: 'wrong-expected-version', expectedVersion: 3n, actualVersion: 'no_stream' },
  })),
  ...byBothCalls((call) => ({
    behaviour: '4.1 the error names the stream',
    call: async ({ append, streamOf }) => {
      const stream = await streamOf(1)
      const failure = await told(() => append(call, stream, event(), 'no_stream'))
      return (failure as { streamName: string }).streamName === stream
    },
    answer: true,
  })),
  {
    behaviour: '4.1 a batch says a wrong expectation with its own status, type and fields, and echoes stream and correlation id',
    call: async ({ batch, streamOf }) => {
      const stream = await streamOf(1)
      const request = batched({ streamIdentifier: name(stream), noStream: {} })
      const { messages } = await batch([request])
      const [{ correlationId, streamIdentifier, error, expectedStreamPosition }] = messages
      return {
        echoed: correlationId.string === request.correlationId.string && Buffer.from(streamIdentifier.streamName).toString() === stream,
        code: error.code,
        message: error.message,
        type: error.details.typeUrl,
        expectedStreamPosition,
      }
    },
    answer: {
      echoed: true,
      code: 6,
      message: 'WrongExpectedVersion',
      type: 'type.googleapis.com/event_store.client.WrongExpectedVersion',
      expectedStreamPosition: undefined,
    },
  },
  {
    behaviour: '4.1 a single append says a wrong expectation as its answer, in the words of 20.6 too',
    call: async ({ single, streamOf }) => {
      const options = { streamIdentifier: name(await streamOf(1)), noStream: {} }
      const { code, messages } = await single([{ options }, { proposedMessage: proposed() }])
      return { code, ...messages[0].wrongExpectedVersion }
    },
    answer: { code: 0, currentRevision: '0', currentRevision2060: '0', expectedNoStream: {}, expectedRevision2060: '18446744073709551615' },
  },
  {
    behaviour: '4.1 without throwing, a single append resolves with the revision there is',
    call: async ({ append, streamOf, forgiving }) => append('single', await streamOf(3), event(), 'no_stream', forgiving),
    answer: { success: false, nextExpectedRevision: 2n },
  },
  {
    behaviour: '4.1 without throwing, a single append to no stream resolves with -1',
    call: ({ append, newStream, forgiving }) => append('single', newStream(), event(), 7n, forgiving),
    answer: { success: false, nextExpectedRevision: -1n },
  },
  {
    behaviour: '4.1 without throwing, a batch resolves with 1 for any existing stream: the mistake is the client’s',
    call: async ({ append, streamOf, forgiving }) => append('batch', await streamOf(3), event(), 'no_stream', forgiving),
    answer: { success: false, nextExpectedRevision: 1n },
  },
  ...[
    { when: 'long ago', deadline21100: { seconds: 1, nanos: 0 } },
    { when: 'zero', deadline21100: { seconds: 0, nanos: 0 } },
  ].map(
    ({ when, deadline21100 }): Row => ({
      behaviour: `4.1 a deadline of ${when} has passed: nothing is written`,
      call: async ({ batch, newStream, revisions }) => {
        const stream = newStream()
        const error = await errorOf(batch([batched({ streamIdentifier: name(stream), any: {}, deadline21100 })]))
        return { ...error, written: await revisions(stream) }
      },
      answer: {
        ...{ code: 4, message: 'Timeout', type: 'type.googleapis.com/event_store.client.Timeout' },
        written: { failed: 'stream-not-found' },
      },
    }),
  ),
  ...[{}, { deadline21100: { seconds: hour(), nanos: 0 } }, { deadline: { seconds: 5, nanos: 0 } }].map(
    (deadline): Row => ({
      behaviour: `4.1 a deadline to come, or none, is taken (${Object.keys(deadline)[0] ?? 'none'})`,
      call: async ({ batch, newStream }) =>
        (await batch([batched({ streamIdentifier: name(newStream()), any: {}, ...deadline })])).messages[0].success.currentRevision,
      answer: '0',
    }),
  ),
  {
    behaviour: '4.1 an empty stream name in a batch',
    call: ({ batch }) => errorOf(batch([batched({ streamIdentifier: name(''), any: {} })])),
    answer: badRequest,
  },
  {
    behaviour: '4.1 an empty stream name in a single append',
    call: ({ single }) => single([{ options: { streamIdentifier: name(''), any: {} } }, { proposedMessage: proposed() }]),
    answer: { code: 2, details: 'Exception was thrown by handler.' },
  },
  {
    behaviour: '4.1 an empty stream name in a read',
    call: ({ read }) => read({ stream: { streamIdentifier: name(''), start: {} }, count: 1 }),
    answer: { code: 2, details: 'Exception was thrown by handler.' },
  },
  {
    behaviour: '4.1 an empty event type',
    call: ({ batch, newStream }) =>
      errorOf(
        batch([
          batched({ streamIdentifier: name(newStream()), any: {} }, [
            proposed({ metadata: { type: '', 'content-type': 'application/json' } }),
          ]),
        ]),
      ),
    answer: badRequest,
  },
  ...[{ type: 'Noted' }, { 'content-type': 'application/json' }].flatMap((metadata): Row[] => [
    {
      behaviour: `4.1 an event that says only its ${Object.keys(metadata)[0]} in a single append`,
      call: ({ single, newStream }) =>
        single([{ options: { streamIdentifier: name(newStream()), any: {} } }, { proposedMessage: proposed({ metadata }) }]),
      answer: {
        code: 3,
        trailers: { exception: 'missing-required-metadata-property', 'required-metadata-properties': 'type,content-type' },
      },
    },
    {
      behaviour: `4.1 an event that says only its ${Object.keys(metadata)[0]} in a batch`,
      call: ({ batch, newStream }) => errorOf(batch([batched({ streamIdentifier: name(newStream()), any: {} }, [proposed({ metadata })])])),
      answer: badRequest,
    },
  ]),
  {
    behaviour: '4.1 nothing expected in a single append',
    call: ({ single, newStream }) => single([{ options: { streamIdentifier: name(newStream()) } }, { proposedMessage: proposed() }]),
    answer: { code: 3 },
  },
  {
    behaviour: '4.1 nothing expected in a batch',
    call: ({ batch, newStream }) => errorOf(batch([batched({ streamIdentifier: name(newStream()) })])),
    answer: badRequest,
  },
  {
    behaviour: '4.1 a batch whose first part has no options',
    call: async ({ batch }) => {
      const { code, messages } = await batch([{ correlationId: { string: randomUUID() }, proposedMessages: [proposed()], isFinal: true }])
      return { code, error: messages[0]?.error?.message }
    },
    answer: { code: 4, error: undefined },
    door: { answer: { code: -1, error: 'BadRequest' }, because: 'the server never answers; whoever waits should learn why' },
  },
  {
    behaviour: '4.1 another content type reads back as binary',
    call: async ({ single, client, newStream }) => {
      const stream = newStream()
      const metadata = { type: 'Noted', 'content-type': 'text/plain' }
      await single([
        { options: { streamIdentifier: name(stream), any: {} } },
        { proposedMessage: proposed({ metadata, data: Buffer.from('abc') }) },
      ])
      const [read] = await all(client.readStream(stream))
      return { isJson: read?.event?.isJson, data: Buffer.from(read!.event!.data as Uint8Array).toString() }
    },
    answer: { isJson: false, data: 'abc' },
  },
  {
    behaviour: '4.1 broken JSON is taken',
    call: async ({ single, newStream }) =>
      (
        await single([
          { options: { streamIdentifier: name(newStream()), any: {} } },
          { proposedMessage: proposed({ data: Buffer.from('{"n":') }) },
        ])
      ).messages[0].success.currentRevision,
    answer: '0',
  },
  {
    behaviour: '4.1 a stream name of 70,000 characters is taken',
    call: ({ append }) => told(() => append('single', `golden-${randomUUID()}-`.padEnd(70_000, 'x'), event())),
    answer: { success: true },
    door: { answer: { code: 3 }, because: 'names have at most 65,535 bytes in the embedded log' },
  },
  {
    behaviour: '4.1 names and types of any script are taken',
    call: async ({ client, newStream }) => {
      const stream = `${newStream()}.海尔 旗舰店`
      await client.appendToStream(stream, binaryEvent({ type: '订单已下', data: Buffer.from([0, 255]) }))
      const [read] = await all(client.readStream(stream))
      return { type: read?.event?.type, is: read?.event?.streamId === stream, data: [...(read!.event!.data as Uint8Array)] }
    },
    answer: { type: '订单已下', is: true, data: [0, 255] },
  },
  ...['$all', '$golden', `$$golden-${randomUUID()}`].map(
    (stream): Row => ({
      behaviour: `4.1 ${stream} is a stream to write to like any other`,
      call: ({ append }) => append('batch', stream, event()),
      answer: { success: true },
    }),
  ),
  ...byBothCalls((call) => ({
    behaviour: '4.1 nothing appended to a missing stream: a success, a position, and still no stream',
    call: async ({ append, newStream, revisions }) => {
      const stream = newStream()
      const { success, nextExpectedRevision, position } = await append(call, stream, [])
      return { success, nextExpectedRevision, hasPosition: (position?.commit ?? 0n) > 0n, read: await revisions(stream) }
    },
    answer: { success: true, nextExpectedRevision: 0n, hasPosition: true, read: { failed: 'stream-not-found' } },
  })),
  ...byBothCalls((call) => ({
    behaviour: '4.1 nothing appended to a stream: its revision',
    call: async ({ append, streamOf }) => append(call, await streamOf(3), []),
    answer: { success: true, nextExpectedRevision: 2n },
  })),
  ...byBothCalls((call) => ({
    behaviour: '4.1 nothing appended where something else is expected',
    call: async ({ append, streamOf }) => told(async () => append(call, await streamOf(3), [], 'no_stream')),
    answer: { failed: 'wrong-expected-version', actualVersion: 2n },
  })),
  {
    behaviour: '4.1 of ten appends at once that expect no stream one succeeds',
    call: async ({ append, newStream }) => {
      const stream = newStream()
      const answers = await Promise.all(Array.from({ length: 10 }, () => told(() => append('batch', stream, event(), 'no_stream'))))
      const lost = (answers as { failed?: string; actualVersion?: bigint }[]).filter(({ failed }) => failed === 'wrong-expected-version')
      return { won: answers.length - lost.length, actual: [...new Set(lost.map(({ actualVersion }) => actualVersion))] }
    },
    answer: { won: 1, actual: [0n] },
  },
  {
    behaviour: '4.1 events of one append follow each other in revision and position',
    call: async ({ client, streamOf }) => {
      const read = await all(client.readStream(await streamOf(5)))
      const positions = read.map(({ event: found }) => found!.position!.commit)
      return {
        revisions: read.map(({ event: found }) => found?.revision),
        rising: positions.every((each, n) => n === 0 || each > positions[n - 1]!),
      }
    },
    answer: { revisions: [0n, 1n, 2n, 3n, 4n], rising: true },
  },
]

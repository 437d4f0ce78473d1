import { randomUUID } from 'node:crypto'
import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client'
import type { Row } from './row.ts'
import { all, event, told, type World } from './world.ts'

const name = (stream: string) => ({ streamName: Buffer.from(stream) })
const ofStream = (stream: string, from: object = { start: {} }) => ({ stream: { streamIdentifier: name(stream), ...from } })
const notFound = { failed: 'stream-not-found' }

/** Three events of a stream of their own, with their positions. */
async function three({ streamOf, client }: World) {
  const stream = await streamOf(3)
  const positions = (await all(client.readStream(stream))).map(({ event: found }) => found!.position!.commit)
  return { stream, positions }
}

const readAllFrom = async (world: World, position: bigint, direction: 'forwards' | 'backwards') => {
  const { client } = world
  const found = await all(client.readAll({ fromPosition: { commit: position, prepare: position }, direction, maxCount: 1 }))
  return found[0]?.event?.position?.commit
}

/** 4.3 */
export const readRows: readonly Row[] = [
  ...([FORWARDS, BACKWARDS] as const).map(
    (direction): Row => ({
      behaviour: `4.3 a missing stream, ${direction}`,
      call: ({ revisions, newStream }) => revisions(newStream(), { direction, fromRevision: direction === FORWARDS ? START : END }),
      answer: notFound,
    }),
  ),
  {
    behaviour: '4.3 a missing stream is an answer, not a failure, on the wire',
    call: async ({ read, newStream }) => {
      const { code, messages } = await read({ ...ofStream(newStream()), count: 1 })
      return { code, is: Object.keys(messages[0]) }
    },
    answer: { code: 0, is: ['streamNotFound', 'content'] },
  },
  {
    behaviour: '4.3 a stream with only metadata is missing',
    call: async ({ client, newStream, revisions }) => {
      const stream = newStream()
      await client.setStreamMetadata(stream, { maxCount: 5 })
      return revisions(stream)
    },
    answer: notFound,
  },
  {
    behaviour: '4.3 an event on the wire: id as text, one position three times, ticks of its time, no custom metadata',
    call: async (world) => {
      const { stream, positions } = await three(world)
      const { messages } = await world.read({ ...ofStream(stream), count: 1 })
      const [{ event: outer }] = messages
      const { event: found } = outer
      const at = String(positions[0])
      return {
        hasTextId: /^[0-9a-f-]{36}$/.test(found.id.string),
        revision: found.streamRevision,
        onePosition: [found.commitPosition, found.preparePosition, outer.commitPosition].every((each) => each === at),
        contentType: found.metadata['content-type'],
        type: found.metadata.type,
        isNow: Math.abs(Number(found.metadata.created) / 10_000 - Date.now()) < 600_000,
        custom: found.customMetadata?.length ?? 0,
      }
    },
    answer: { hasTextId: true, revision: '0', onePosition: true, contentType: 'application/json', type: 'Noted', isNow: true, custom: 0 },
  },
  {
    behaviour: '4.3 no metadata read as undefined',
    call: async ({ client, streamOf }) => [(await all(client.readStream(await streamOf(1))))[0]?.event?.metadata],
    answer: [undefined],
  },
  {
    behaviour: '4.3 forwards from a revision, that one included',
    call: async ({ revisions, streamOf }) => revisions(await streamOf(3), { fromRevision: 1n }),
    answer: [1n, 2n],
  },
  {
    behaviour: '4.3 backwards from a revision, that one included',
    call: async ({ revisions, streamOf }) => revisions(await streamOf(3), { fromRevision: 1n, direction: BACKWARDS }),
    answer: [1n, 0n],
  },
  {
    behaviour: '4.3 forwards from beyond the end',
    call: async ({ revisions, streamOf }) => revisions(await streamOf(3), { fromRevision: 10n }),
    answer: [],
  },
  {
    behaviour: '4.3 backwards from beyond the end begins at the last',
    call: async ({ revisions, streamOf }) => revisions(await streamOf(3), { fromRevision: 10n, direction: BACKWARDS }),
    answer: [2n, 1n, 0n],
  },
  {
    behaviour: '4.3 the whole log forwards from a position, that event included',
    call: async (world) => {
      const { positions } = await three(world)
      return (await readAllFrom(world, positions[1]!, 'forwards')) === positions[1]
    },
    answer: true,
  },
  {
    behaviour: '4.3 the whole log backwards from a position, that event excluded',
    call: async (world) => {
      const { positions } = await three(world)
      return (await readAllFrom(world, positions[1]!, 'backwards')) === positions[0]
    },
    answer: true,
  },
  {
    behaviour: '4.3 the whole log forwards from its end, and backwards from its start',
    call: async ({ client }) => [
      await all(client.readAll({ fromPosition: END, direction: FORWARDS })),
      await all(client.readAll({ fromPosition: START, direction: BACKWARDS })),
    ],
    answer: [[], []],
  },
  {
    behaviour: '4.3 the whole log from where no event begins',
    call: async (world) => {
      const at = String((await three(world)).positions[1]! + 1n)
      return world.read({ all: { position: { commitPosition: at, preparePosition: at } }, count: 1 })
    },
    answer: { code: 2, details: 'Unexpected ReadAllResult: InvalidPosition' },
  },
  {
    behaviour: '4.3 a position committed before it was prepared',
    call: ({ read }) => read({ all: { position: { commitPosition: 100, preparePosition: 200 } }, count: 1 }),
    answer: { code: 2, details: 'Exception was thrown by handler.' },
  },
  ...['18446744073709551615', String(2n ** 60n)].map(
    (at): Row => ({
      behaviour: `4.3 the whole log from ${at}, beyond its end`,
      call: async ({ read }) => read({ all: { position: { commitPosition: at, preparePosition: at } }, count: 1 }),
      answer: { code: 0, messages: [] },
    }),
  ),
  {
    behaviour: '4.3 none of a stream',
    call: async ({ read, streamOf }) => read({ ...ofStream(await streamOf(1)), count: 0 }),
    answer: { code: 2, details: 'Unexpected ReadStreamResult: Error' },
  },
  {
    behaviour: '4.3 none of the whole log',
    call: ({ read }) => read({ all: { start: {} }, count: 0 }),
    answer: { code: 4 },
    door: { answer: { code: 0, messages: [] }, because: 'the server never ends the answer; none is none' },
  },
  {
    behaviour: '4.3 a stream forwards from its end',
    call: async ({ read, streamOf }) => read({ ...ofStream(await streamOf(1), { end: {} }), count: 1 }),
    answer: { code: 2, details: 'Unexpected ReadStreamResult: Error' },
  },
  {
    behaviour: '4.3 a client that knows of it is told the last revision',
    call: async ({ read, streamOf }) => {
      const { messages } = await read({ ...ofStream(await streamOf(2)), count: 10, controlOption: { compatibility: 1 } })
      return messages.map(({ content, lastStreamPosition }) => lastStreamPosition ?? content)
    },
    answer: ['event', 'event', '1'],
  },
  {
    behaviour: '4.3 and past the end the next one before it',
    call: async ({ read, streamOf }) =>
      (await read({ ...ofStream(await streamOf(2), { revision: 10 }), count: 10, controlOption: { compatibility: 1 } })).messages,
    answer: [{ firstStreamPosition: '2' }, { lastStreamPosition: '1' }],
  },
  {
    behaviour: '4.3 a client that does not is told neither',
    call: async ({ read, streamOf }) => (await read({ ...ofStream(await streamOf(2)), count: 10 })).messages.map(({ content }) => content),
    answer: ['event', 'event'],
  },
  {
    behaviour: '4.3 of the whole log nobody is told an end',
    call: async ({ read }) =>
      (await read({ all: { start: {} }, count: 1, controlOption: { compatibility: 1 } })).messages.map(({ content }) => content),
    answer: ['event'],
  },
  ...[
    {
      options: { ...ofStream('golden'), subscription: {}, readDirection: 1 },
      combination: '(Stream, Subscription, Backwards, NoFilter)',
    },
    {
      options: { ...ofStream('golden'), count: 1, noFilter: undefined, filter: { streamIdentifier: { prefix: ['a'] }, max: 1 } },
      combination: '(Stream, Count, Forwards, Filter)',
    },
    { options: { all: { start: {} }, count: 1, noFilter: undefined }, combination: '(All, Count, Forwards, None)' },
    { options: { all: { start: {} } }, combination: '(All, None, Forwards, NoFilter)' },
  ].map(
    ({ options, combination }): Row => ({
      behaviour: `4.3 ${combination} makes no sense`,
      call: ({ read }) => read(options),
      answer: { code: 3, details: `The combination of ${combination} is invalid.` },
    }),
  ),
  {
    behaviour: '4.3 neither a stream nor the whole log',
    call: async ({ read }) => {
      const { code, details } = await read({ count: 1 })
      return { code, details: details.slice(0, 21) }
    },
    answer: { code: 3, details: "'None' is not a valid" },
  },
  {
    behaviour: '4.3 no way to show ids',
    call: ({ read }) => read({ all: { start: {} }, count: 1, uuidOption: undefined }),
    answer: { code: 2 },
  },
  {
    behaviour: '4.3 ids as two numbers',
    call: async ({ append, newStream, read }) => {
      const [stream, id] = [newStream(), randomUUID()]
      await append('batch', stream, event(id))
      const { messages } = await read({ ...ofStream(stream), count: 1, uuidOption: { structured: {} } })
      const { mostSignificantBits, leastSignificantBits } = messages[0].event.event.id.structured
      const hex = [mostSignificantBits, leastSignificantBits].map((each) => BigInt.asUintN(64, BigInt(each)).toString(16).padStart(16, '0'))
      return hex.join('') === id.replaceAll('-', '')
    },
    answer: true,
  },
  {
    behaviour: '4.3 the whole log shows what is said about streams, too',
    call: async ({ client, streamOf, inLog }) => {
      const stream = await streamOf(1)
      await client.setStreamMetadata(stream, { maxCount: 1 })
      return (await inLog(`$$${stream}`)).map(({ found }) => found.metadata.type)
    },
    answer: ['$metadata'],
  },
  {
    behaviour: '4.3 positions rise, and commit is prepare',
    call: async (world) => {
      const { positions } = await three(world)
      const found = await all(world.client.readAll({ fromPosition: { commit: positions[0]!, prepare: positions[0]! }, maxCount: 3 }))
      return {
        rising: positions.every((each, n) => n === 0 || each > positions[n - 1]!),
        same: found.every(({ event: each }) => each?.position?.commit === each?.position?.prepare),
      }
    },
    answer: { rising: true, same: true },
  },
  {
    behaviour: '4.3 filtered reads of the whole log, counted',
    call: async ({ inLog, streamOf }) => (await inLog(await streamOf(3), { count: 2 })).map(({ found }) => found.streamRevision),
    answer: ['0', '1'],
  },
  {
    behaviour: '4.3 an error before the first message names itself in the trailers',
    call: async ({ client, streamOf, revisions }) => {
      const stream = await streamOf(1)
      await client.tombstoneStream(stream)
      const { trailers } = (await told(() => revisions(stream) as Promise<unknown>)) as { trailers: Record<string, string> }
      return { exception: trailers.exception, is: trailers['stream-name'] === stream }
    },
    answer: { exception: 'stream-deleted', is: true },
  },
]

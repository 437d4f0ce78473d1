import { END } from '@eventstore/db-client'
import { byBothCalls, type Row } from './row.ts'
import { all, event, eventsOf, told, type World } from './world.ts'

const deleted = async (world: World, count = 3): Promise<string> => {
  const stream = await world.streamOf(count)
  await world.client.deleteStream(stream)
  return stream
}
const tombstoned = async (world: World, count = 3): Promise<string> => {
  const stream = await world.streamOf(count)
  await world.client.tombstoneStream(stream)
  return stream
}
const metadataText = async ({ client }: World, stream: string): Promise<string> => {
  const found = await all(client.readStream(`$$${stream}`))
  return JSON.stringify(found.at(-1)?.event?.data)
}
const streamDeleted = { failed: 'stream-deleted' }
const wrong = (expected: bigint, actual: bigint) => ({
  failed: 'wrong-expected-version',
  expectedVersion: expected,
  actualVersion: actual,
  code: 9,
  trailers: { exception: 'wrong-expected-version', 'expected-version': String(expected), 'actual-version': String(actual) },
})

/** 4.4 */
export const softDeleteRows: readonly Row[] = [
  {
    behaviour: '4.4 a deleted stream is not found, and its metadata say so at the position answered',
    call: async (world) => {
      const stream = await world.streamOf(3)
      const { position } = await world.client.deleteStream(stream)
      const { messages } = await world.read({
        stream: { streamIdentifier: { streamName: Buffer.from(`$$${stream}`) }, start: {} },
        count: 1,
      })
      const { event: found } = messages[0].event
      return {
        read: await world.revisions(stream),
        type: found.metadata.type,
        data: Buffer.from(found.data).toString().replaceAll(/\s/g, ''),
        isThere: String(position?.commit) === found.commitPosition,
      }
    },
    answer: { read: { failed: 'stream-not-found' }, type: '$metadata', data: '{"$tb":9223372036854775807}', isThere: true },
  },
  {
    behaviour: '4.4 deleting at another revision',
    call: async ({ client, streamOf }) => told(async () => client.deleteStream(await streamOf(3), { expectedRevision: 7n })),
    answer: wrong(7n, 2n),
  },
  {
    behaviour: '4.4 deleting a missing stream, anything expected',
    call: ({ client, newStream }) => told(() => client.deleteStream(newStream())),
    answer: wrong(-2n, -1n),
  },
  {
    behaviour: '4.4 deleting a missing stream, no stream expected',
    call: ({ client, newStream }) => told(() => client.deleteStream(newStream(), { expectedRevision: 'no_stream' })),
    answer: wrong(-1n, -1n),
  },
  {
    behaviour: '4.4 deleting a stream expected to exist: the official client cannot say it',
    call: async ({ client, streamOf }) =>
      told(async () => client.deleteStream(await streamOf(1), { expectedRevision: 'stream_exists' as never })),
    answer: { code: 13 },
  },
  {
    behaviour: '4.4 deleting a deleted stream',
    call: async (world) => {
      const { position } = await world.client.deleteStream(await deleted(world))
      return typeof position?.commit
    },
    answer: 'bigint',
  },
  ...(['any', 'no_stream', 2n] as const).map(
    (expected): Row => ({
      behaviour: `4.4 an append to a deleted stream that expects ${expected} goes on after the last revision; only what is new is seen`,
      call: async (world) => {
        const stream = await deleted(world)
        const { nextExpectedRevision } = await world.append('batch', stream, eventsOf(2), expected)
        return { nextExpectedRevision, read: await world.revisions(stream), metadata: await metadataText(world, stream) }
      },
      answer: { nextExpectedRevision: 4n, read: [3n, 4n], metadata: '{"$tb":3}' },
    }),
  ),
  ...byBothCalls((call) => ({
    behaviour: '4.4 an append to a deleted stream at another revision',
    call: async (world) => {
      const stream = await deleted(world)
      return told(() => world.append(call, stream, event(), 0n))
    },
    answer: { failed: 'wrong-expected-version', actualVersion: 2n },
  })),
  ...byBothCalls((call) => ({
    behaviour: '4.4 an append to a deleted stream that expects it to exist',
    call: async (world) => {
      const stream = await deleted(world)
      return told(() => world.append(call, stream, event(), 'stream_exists'))
    },
    answer: streamDeleted,
  })),
  {
    behaviour: '4.4 who follows the stream sees nothing of its deletion, then what is new',
    call: async (world) => {
      const stream = await world.streamOf(3)
      const following = world.client.subscribeToStream(stream, { fromRevision: END })
      const seen = new Promise<bigint | undefined>((resolve) => following.on('data', (found) => resolve(found.event?.revision)))
      await new Promise((resolve) => following.on('confirmation', () => resolve(null)))
      await world.client.deleteStream(stream)
      await world.append('batch', stream, event())
      const revision = await seen
      await following.unsubscribe()
      return revision
    },
    answer: 3n,
  },
  {
    behaviour: '4.4 the whole log still shows what was deleted',
    call: async (world) => {
      const stream = await deleted(world)
      return (await world.inLog(stream)).map(({ found }) => found.streamRevision)
    },
    answer: ['0', '1', '2'],
  },
]

/** 4.5 */
export const tombstoneRows: readonly Row[] = [
  {
    behaviour: '4.5 a missing stream may be ended, by an event at the largest revision that the whole log shows',
    call: async ({ client, newStream, inLog }) => {
      const stream = newStream()
      await client.tombstoneStream(stream)
      return (await inLog(stream)).map(({ found: { metadata, streamRevision, data } }) => ({
        type: metadata.type,
        revision: streamRevision,
        contentType: metadata['content-type'],
        bytes: data?.length ?? 0,
      }))
    },
    answer: [{ type: '$streamDeleted', revision: '9223372036854775807', contentType: 'application/octet-stream', bytes: 0 }],
  },
  {
    behaviour: '4.5 reading an ended stream',
    call: async (world) => {
      const stream = await tombstoned(world)
      const failure = (await world.revisions(stream)) as { streamName: string; details: string }
      return { ...failure, is: failure.streamName === stream, says: failure.details === `Event stream '${stream}' is deleted.` }
    },
    answer: { ...streamDeleted, code: 9, is: true, says: true },
  },
  ...byBothCalls((call) => ({
    behaviour: '4.5 appending to an ended stream, whatever is expected',
    call: async (world) => {
      const stream = await tombstoned(world)
      const expectations = ['any', 'no_stream', 'stream_exists', 2n] as const
      return Promise.all(expectations.map((expected) => told(() => world.append(call, stream, event(), expected))))
    },
    answer: [streamDeleted, streamDeleted, streamDeleted, streamDeleted],
  })),
  {
    behaviour: '4.5 a batch says an ended stream with status 5',
    call: async (world) => {
      const streamName = Buffer.from(await tombstoned(world))
      const { messages } = await world.batch([
        {
          correlationId: { string: '11111111-1111-4111-8111-111111111111' },
          options: { streamIdentifier: { streamName }, any: {} },
          isFinal: true,
        },
      ])
      const { code, message, details } = messages[0].error
      return { code, message, type: details.typeUrl }
    },
    answer: { code: 5, message: 'StreamDeleted', type: 'type.googleapis.com/event_store.client.StreamDeleted' },
  },
  {
    behaviour: '4.5 deleting an ended stream, and ending it again',
    call: async (world) => {
      const stream = await tombstoned(world)
      return [await told(() => world.client.deleteStream(stream)), await told(() => world.client.tombstoneStream(stream))]
    },
    answer: [streamDeleted, streamDeleted],
  },
  {
    behaviour: '4.5 the metadata of an ended stream are as ended, under their own name',
    call: async (world) => {
      const stream = await tombstoned(world)
      const failures = [
        await told(() => world.client.setStreamMetadata(stream, { maxCount: 1 })),
        await told(() => world.client.getStreamMetadata(stream)),
      ] as { failed: string; streamName: string }[]
      return failures.map(({ failed, streamName }) => ({ failed, is: streamName === `$$${stream}` }))
    },
    answer: [
      { ...streamDeleted, is: true },
      { ...streamDeleted, is: true },
    ],
  },
  {
    behaviour: '4.5 ending at another revision',
    call: async ({ client, streamOf }) => told(async () => client.tombstoneStream(await streamOf(3), { expectedRevision: 7n })),
    answer: wrong(7n, 2n),
  },
  {
    behaviour: '4.5 following an ended stream fails at once',
    call: async (world) => {
      const stream = await tombstoned(world)
      return told(() => all(world.client.subscribeToStream(stream)))
    },
    answer: streamDeleted,
  },
  {
    behaviour: '4.5 who follows a stream when it is ended sees the end, then fails',
    call: async (world) => {
      const stream = await world.streamOf(1)
      const following = world.client.subscribeToStream(stream, { fromRevision: END })
      const types: (string | undefined)[] = []
      const failed = new Promise<{ type?: string }>((resolve) => following.on('error', resolve as (failure: Error) => void))
      following.on('data', (found) => types.push(found.event?.type))
      await new Promise((resolve) => following.on('confirmation', () => resolve(null)))
      await world.client.tombstoneStream(stream)
      return { failed: (await failed).type, types }
    },
    answer: { ...streamDeleted, types: ['$streamDeleted'] },
  },
]

import { setTimeout as sleep } from 'node:timers/promises'
import { BACKWARDS, END, jsonEvent, type StreamMetadata } from '@eventstore/db-client'
import type { Row } from './row.ts'
import { all, event, eventsOf, told, type World } from './world.ts'

const withMetadata = async ({ streamOf, client }: World, metadata: StreamMetadata, count = 5): Promise<string> => {
  const stream = await streamOf(count)
  await client.setStreamMetadata(stream, metadata)
  return stream
}

/** 4.6 */
export const metadataRows: readonly Row[] = [
  {
    behaviour: '4.6 metadata on the wire',
    call: async ({ client, streamOf }) => {
      const stream = await streamOf(1)
      await client.setStreamMetadata(stream, {
        maxCount: 7,
        maxAge: 60,
        truncateBefore: 1,
        cacheControl: 5,
        acl: { readRoles: ['a'] },
        own: 'x',
      } as never)
      return (await all(client.readStream(`$$${stream}`))).map(({ event: found }) => found?.data)
    },
    answer: [{ $maxCount: 7, $maxAge: 60, $tb: 1, $cacheControl: 5, own: 'x' }],
  },
  {
    behaviour: '4.6 metadata come back as they were set',
    call: async (world) => {
      const stream = await withMetadata(world, { maxCount: 7 })
      return (await world.client.getStreamMetadata(stream)).metadata
    },
    answer: { maxCount: 7 },
  },
  {
    behaviour: '4.6 the last two of five, both ways',
    call: async (world) => {
      const stream = await withMetadata(world, { maxCount: 2 })
      return [await world.revisions(stream), await world.revisions(stream, { direction: BACKWARDS, fromRevision: END })]
    },
    answer: [
      [3n, 4n],
      [4n, 3n],
    ],
  },
  {
    behaviour: '4.6 below them nothing is read backwards, which is not a missing stream',
    call: async (world) => world.revisions(await withMetadata(world, { maxCount: 2 }), { direction: BACKWARDS, fromRevision: 2n }),
    answer: [],
  },
  {
    behaviour: '4.6 one from below them forwards is the first of them',
    call: async (world) => world.revisions(await withMetadata(world, { maxCount: 2 }), { fromRevision: 1n, maxCount: 1 }),
    answer: [3n],
  },
  {
    behaviour: '4.6 a larger count shows old events again',
    call: async (world) => {
      const stream = await withMetadata(world, { maxCount: 2 })
      await world.client.setStreamMetadata(stream, { maxCount: 4 })
      return world.revisions(stream)
    },
    answer: [1n, 2n, 3n, 4n],
  },
  {
    behaviour: '4.6 who follows the stream sees the last two, who follows the whole log all',
    call: async (world) => {
      const stream = await withMetadata(world, { maxCount: 2 })
      const seen: (bigint | undefined)[] = []
      for await (const found of world.client.subscribeToStream(stream)) {
        seen.push(found.event?.revision)
        if (seen.length === 2) break
      }
      return { seen, everything: (await world.inLog(stream)).length }
    },
    answer: { seen: [3n, 4n], everything: 5 },
  },
  {
    behaviour: '4.6 the stream of the metadata shows the newest alone, its revisions rise and are checked',
    call: async (world) => {
      const stream = await withMetadata(world, { maxCount: 2 })
      await world.client.setStreamMetadata(stream, { maxCount: 3 })
      const failure = (await told(() => world.client.setStreamMetadata(stream, { maxCount: 4 }, { expectedRevision: 0n }))) as {
        actualVersion: bigint
      }
      return { read: await world.revisions(`$$${stream}`), actual: failure.actualVersion }
    },
    answer: { read: [1n], actual: 1n },
  },
  {
    behaviour: '4.6 from a revision on',
    call: async (world) => world.revisions(await withMetadata(world, { truncateBefore: 3 })),
    answer: [3n, 4n],
  },
  {
    behaviour: '4.6 from the next revision on: nothing is read, the stream is not missing, and goes on',
    call: async (world) => {
      const stream = await withMetadata(world, { truncateBefore: 5 })
      const failure = (await told(() => world.append('batch', stream, event(), 'no_stream'))) as { actualVersion: bigint }
      const empty = await world.revisions(stream)
      await world.append('batch', stream, event())
      return { empty, actual: failure.actualVersion, later: await world.revisions(stream) }
    },
    answer: { empty: [], actual: 4n, later: [5n] },
  },
  {
    behaviour: '4.6 from far beyond the end: what comes below stays unseen',
    call: async (world) => {
      const stream = await withMetadata(world, { truncateBefore: 100 })
      await world.append('batch', stream, event())
      return world.revisions(stream)
    },
    answer: [],
  },
  {
    behaviour: '4.6 older than an age: nothing is read, the stream is not missing, its revisions go on',
    call: async (world) => {
      const stream = await withMetadata(world, { maxAge: 1 })
      await sleep(1_300)
      const expired = await world.revisions(stream)
      await world.append('batch', stream, eventsOf(1))
      return { expired, later: await world.revisions(stream) }
    },
    answer: { expired: [], later: [5n] },
  },
  ...[{ $maxCount: 0 }, { $maxCount: 'two' }].map(
    (data): Row => ({
      behaviour: `4.6 ${JSON.stringify(data)} is taken and means nothing`,
      call: async (world) => {
        const stream = await world.streamOf(3)
        await world.append('batch', `$$${stream}`, jsonEvent({ type: '$metadata', data }))
        return world.revisions(stream)
      },
      answer: [0n, 1n, 2n],
    }),
  ),
  {
    behaviour: '4.6 metadata that are no JSON are taken and mean nothing',
    call: async (world) => {
      const stream = await world.streamOf(3)
      await world.single([
        { options: { streamIdentifier: { streamName: Buffer.from(`$$${stream}`) }, any: {} } },
        {
          proposedMessage: {
            id: { string: '22222222-2222-4222-8222-222222222222' },
            metadata: { type: '$metadata', 'content-type': 'application/octet-stream' },
            data: Buffer.from('not json'),
          },
        },
      ])
      return world.revisions(stream)
    },
    answer: [0n, 1n, 2n],
  },
]

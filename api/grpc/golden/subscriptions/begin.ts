import { END } from '@eventstore/db-client'
import type { Row } from '../row.ts'
import { event, eventsOf } from '../world.ts'
import { head, kinds } from './filtered.ts'

const name = (stream: string) => ({ streamName: Buffer.from(stream) })

/** 4.9: from where a subscription goes. */
export const subscriptionBeginRows: readonly Row[] = [
  ...['stream', 'missing stream', 'deleted stream'].map(
    (kind): Row => ({
      behaviour: `4.9 a ${kind}: confirmation, its events, caught up`,
      call: async (world) => {
        const stream = kind === 'missing stream' ? world.newStream() : await world.streamOf(2)
        if (kind === 'deleted stream') await world.client.deleteStream(stream)
        const most = kind === 'stream' ? 4 : 2
        const { messages } = await world.read({ stream: { streamIdentifier: name(stream), start: {} }, subscription: {} }, most)
        return { kinds: kinds(messages), hasId: /^[0-9a-f-]{36}$/.test(messages[0].confirmation.subscriptionId) }
      },
      answer: { kinds: ['confirmation', ...(kind === 'stream' ? ['event', 'event'] : []), 'caughtUp'], hasId: true },
    }),
  ),
  {
    behaviour: '4.9 a stream after a revision, that one excluded',
    call: async (world) => {
      const stream = await world.streamOf(3)
      for await (const { event: found } of world.client.subscribeToStream(stream, { fromRevision: 1n })) return found?.revision
    },
    answer: 2n,
  },
  {
    behaviour: '4.9 the whole log after a position, that event excluded',
    call: async (world) => {
      const before = await head(world)
      const stream = await world.streamOf(1)
      for await (const { event: found } of world.client.subscribeToAll({ fromPosition: before })) return found?.streamId === stream
    },
    answer: true,
  },
  {
    behaviour: '4.9 from the end only what is new',
    call: async (world) => {
      const stream = await world.streamOf(3)
      const following = world.client.subscribeToStream(stream, { fromRevision: END })
      await new Promise((resolve) => following.on('confirmation', () => resolve(null)))
      await world.append('batch', stream, event())
      for await (const { event: found } of following) return found?.revision
    },
    answer: 3n,
  },
  {
    behaviour: '4.9 after revision 100 of a short stream nothing below it',
    call: async (world) => {
      const stream = await world.streamOf(3)
      const answer = world.read({ stream: { streamIdentifier: name(stream), revision: 100 }, subscription: {} }, 3)
      await new Promise((resolve) => setTimeout(resolve, 300))
      await world.append('batch', stream, eventsOf(99))
      const { messages } = await answer
      return [...kinds(messages.slice(0, 2)), messages[2]?.event.event.streamRevision]
    },
    answer: ['confirmation', 'caughtUp', '101'],
  },
  {
    behaviour: '4.9 the whole log from where no event begins: confirmation, then a failure',
    call: async (world) => {
      const at = String((await head(world)).commit - 1n)
      const { messages, code, details } = await world.read({
        all: { position: { commitPosition: at, preparePosition: at } },
        subscription: {},
      })
      return { kinds: kinds(messages), code, details }
    },
    answer: { kinds: ['confirmation'], code: 3, details: 'Trying to read from an invalid position.' },
  },
  {
    behaviour: '4.9 the whole log from beyond its end: confirmation and caught up',
    call: async ({ read }) => {
      const at = String(2n ** 60n)
      return kinds((await read({ all: { position: { commitPosition: at, preparePosition: at } }, subscription: {} }, 2)).messages)
    },
    answer: ['confirmation', 'caughtUp'],
  },
]

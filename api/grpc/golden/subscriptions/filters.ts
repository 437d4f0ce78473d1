import { eventTypeFilter, START, streamNameFilter } from '@eventstore/db-client'
import type { Row } from '../row.ts'
import { event } from '../world.ts'
import { head, kinds } from './filtered.ts'

/** 4.9: what a subscription leaves out. */
export const subscriptionFilterRows: readonly Row[] = [
  ...(
    [
      ['stream prefixes', (stream: string) => streamNameFilter({ prefixes: [stream] })],
      ['an expression for streams', (stream: string) => streamNameFilter({ regex: `^${stream}$` })],
      ['type prefixes', (_: string, type: string) => eventTypeFilter({ prefixes: [type] })],
      ['an expression for types', (_: string, type: string) => eventTypeFilter({ regex: `^${type}$` })],
    ] as const
  ).map(
    ([by, filter]): Row => ({
      behaviour: `4.9 the whole log filtered by ${by}`,
      call: async (world) => {
        const before = await head(world)
        const stream = world.newStream()
        const type = `T${stream.replaceAll('-', '')}`
        await world.streamOf(2)
        await world.append('batch', stream, [
          { ...event(), type },
          { ...event(), type },
        ])
        const seen: unknown[] = []
        for await (const { event: found } of world.client.subscribeToAll({ fromPosition: before, filter: filter(stream, type) })) {
          seen.push({ is: found?.streamId === stream, revision: found?.revision })
          if (seen.length === 2) return seen
        }
      },
      answer: [
        { is: true, revision: 0n },
        { is: true, revision: 1n },
      ],
    }),
  ),
  {
    behaviour: '4.9 an expression wins over prefixes',
    call: async (world) => {
      const stream = await world.streamOf(1)
      const filter = { streamIdentifier: { regex: `^${stream}$`, prefix: ['nothing'] }, max: 100, checkpointintervalmultiplier: 1 }
      return kinds((await world.read({ all: { start: {} }, count: 10, noFilter: undefined, filter })).messages)
    },
    answer: ['event'],
  },
  {
    behaviour: '4.9 neither matches nothing',
    call: async (world) => {
      await world.streamOf(1)
      const filter = { streamIdentifier: {}, max: 100, checkpointintervalmultiplier: 1 }
      return (await world.read({ all: { start: {} }, count: 10, noFilter: undefined, filter })).messages
    },
    answer: [],
  },
  {
    behaviour: '4.9 a broken expression',
    call: async ({ read }) => {
      const filter = { streamIdentifier: { regex: '(' }, max: 100, checkpointintervalmultiplier: 1 }
      const { code, details } = await read({ all: { start: {} }, subscription: {}, noFilter: undefined, filter })
      return { code, details: details.slice(0, 32) }
    },
    answer: { code: 2, details: 'Exception was thrown by handler.' },
  },
  {
    behaviour: '4.9 the official client counts and shows it all: filtered from the start, live, unsubscribed',
    call: async (world) => {
      const stream = world.newStream()
      const checkpoints: boolean[] = []
      const following = world.client.subscribeToAll({
        fromPosition: START,
        filter: streamNameFilter({
          prefixes: [stream],
          checkpointReached: async (_, { commit }) => void checkpoints.push(typeof commit === 'bigint'),
        }),
      })
      await new Promise((resolve) => following.on('caughtUp', () => resolve(null)))
      await world.append('batch', stream, event())
      for await (const { event: found } of following) {
        await following.unsubscribe()
        return { revision: found?.revision, told: checkpoints.length > 0 && checkpoints.every(Boolean) }
      }
    },
    answer: { revision: 0n, told: true },
  },
]

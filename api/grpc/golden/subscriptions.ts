import { END, eventTypeFilter, START, streamNameFilter } from '@eventstore/db-client'
import type { Row } from './row.ts'
import { all, event, eventsOf, type World } from './world.ts'

const name = (stream: string) => ({ streamName: Buffer.from(stream) })
const kinds = (messages: readonly { content?: string }[]) => messages.map(({ content }) => content)

/** Where the log ends now. */
const head = async ({ client }: World) =>
  (await all(client.readAll({ direction: 'backwards', fromPosition: END, maxCount: 1 })))[0]!.event!.position!

const filterOf = (prefix: string, more: object) => ({ streamIdentifier: { prefix: [prefix] }, ...more })

/** What follows a filtered subscription from a position on, so many messages. */
async function filtered(
  world: World,
  stream: string,
  from: { commit: bigint } | 'end',
  more: object,
  most: number,
  meanwhile?: () => Promise<unknown>,
) {
  const position = typeof from === 'object' ? { commitPosition: String(from.commit), preparePosition: String(from.commit) } : undefined
  const answer = world.read(
    { all: position ? { position } : { end: {} }, subscription: {}, noFilter: undefined, filter: filterOf(stream, more) },
    most,
  )
  if (meanwhile !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, 300))
    await meanwhile()
  }
  return answer
}

const checkpointRow = (behaviour: string, multiplier: number, after: readonly number[]): Row => ({
  behaviour,
  call: async (world) => {
    const [stream, other] = [world.newStream(), world.newStream()]
    const count = after.at(-1)!
    const positions: string[] = []
    const confirmed = 1 + (multiplier === 1 ? 1 : 0) + 1
    const { messages } = await filtered(
      world,
      stream,
      'end',
      { max: 10, checkpointintervalmultiplier: multiplier },
      confirmed + after.length,
      async () => {
        await world.append('batch', other, eventsOf(count))
        for (const { event: found } of await all(world.client.readStream(other))) positions.push(String(found!.position!.commit))
      },
    )
    const live = messages.slice(confirmed).map(({ checkpoint }) => checkpoint)
    return {
      after: live.map((checkpoint) => positions.indexOf(checkpoint?.commitPosition) + 1),
      same: live.every((checkpoint) => checkpoint?.commitPosition === checkpoint?.preparePosition),
    }
  },
  answer: { after, same: true },
})

/** 4.9 */
export const subscriptionRows: readonly Row[] = [
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
    behaviour: '4.9 checkpoints every zero windows',
    call: ({ read }) =>
      read({
        all: { start: {} },
        subscription: {},
        noFilter: undefined,
        filter: filterOf('golden', { max: 10, checkpointintervalmultiplier: 0 }),
      }),
    answer: { code: 2, messages: [] },
  },
  {
    behaviour: '4.9 a window of nothing: confirmation, then a failure',
    call: async ({ read }) => {
      const { code, messages } = await read({
        ...{ all: { start: {} }, subscription: {}, noFilter: undefined },
        filter: filterOf('golden', { max: 0, checkpointintervalmultiplier: 1 }),
      })
      return { code, kinds: kinds(messages) }
    },
    answer: { code: 2, kinds: ['confirmation'] },
  },
  {
    behaviour: '4.9 catching up: a checkpoint where it began, then every window, one at the end, then caught up',
    call: async (world) => {
      const before = await head(world)
      const other = await world.streamOf(25)
      const positions = (await all(world.client.readStream(other))).map(({ event: found }) => String(found!.position!.commit))
      const more = { max: 10, checkpointintervalmultiplier: 1 }
      const { messages } = await filtered(world, 'nothing-matches', before, more, 6)
      const at = messages.map(({ checkpoint }) =>
        checkpoint === undefined || checkpoint.commitPosition === String(before.commit)
          ? 0
          : positions.indexOf(checkpoint.commitPosition) + 1,
      )
      return { kinds: kinds(messages), at }
    },
    answer: {
      kinds: ['confirmation', 'checkpoint', 'checkpoint', 'checkpoint', 'checkpoint', 'caughtUp'],
      at: [0, 0, 10, 20, 25, 0],
    },
  },
  {
    behaviour: '4.9 from the start the first checkpoint is 0/0',
    call: async ({ read }) => {
      const filter = filterOf('nothing-matches', { max: 10, checkpointintervalmultiplier: 1 })
      const { messages } = await read({ all: { start: {} }, subscription: {}, noFilter: undefined, filter }, 2)
      const { commitPosition = '0', preparePosition = '0' } = messages[1].checkpoint
      return [commitPosition, preparePosition]
    },
    answer: ['0', '0'],
  },
  {
    behaviour: '4.9 the prepare position of a checkpoint while catching up',
    call: async (world) => {
      const before = await head(world)
      await world.streamOf(15)
      const { messages } = await filtered(world, 'nothing-matches', before, { max: 10, checkpointintervalmultiplier: 1 }, 3)
      const { commitPosition, preparePosition } = messages[2].checkpoint
      return preparePosition === undefined || preparePosition === '0'
        ? 'zero'
        : commitPosition === preparePosition
          ? 'the commit position'
          : 'other'
    },
    answer: 'zero',
    door: {
      answer: 'the commit position',
      because: 'a zero means nothing there; a checkpoint is what was seen, and going on from it neither repeats nor loses an event',
    },
  },
  {
    behaviour: '4.9 going on from a checkpoint loses nothing',
    call: async (world) => {
      const before = await head(world)
      const stream = await world.streamOf(15)
      const { messages } = await filtered(world, 'nothing-matches', before, { max: 10, checkpointintervalmultiplier: 1 }, 3)
      const { commitPosition } = messages[2].checkpoint
      const seen: bigint[] = []
      const from = { commit: BigInt(commitPosition), prepare: BigInt(messages[2].checkpoint.preparePosition ?? 0) }
      for await (const { event: found } of world.client.subscribeToAll({
        fromPosition: from,
        filter: streamNameFilter({ prefixes: [stream] }),
      })) {
        seen.push(found!.revision)
        if (seen.at(-1) === 14n) break
      }
      return seen.slice(-5)
    },
    answer: [10n, 11n, 12n, 13n, 14n],
  },
  checkpointRow('4.9 live, a checkpoint every ten events looked at', 1, [10, 20, 30]),
  checkpointRow('4.9 live, a checkpoint every two windows of ten', 2, [20, 40]),
  {
    behaviour: '4.9 left to the server, a window holds 32 events',
    call: async (world) => {
      const before = await head(world)
      const other = await world.streamOf(70)
      const positions = (await all(world.client.readStream(other))).map(({ event: found }) => String(found!.position!.commit))
      const { messages } = await filtered(world, 'nothing-matches', before, { count: {}, checkpointintervalmultiplier: 1 }, 4)
      return messages.slice(2).map(({ checkpoint }) => positions.indexOf(checkpoint.commitPosition) + 1)
    },
    answer: [32, 64],
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

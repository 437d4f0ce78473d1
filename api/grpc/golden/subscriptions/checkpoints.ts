import { streamNameFilter } from '@eventstore/db-client'
import type { Row } from '../row.ts'
import { all, eventsOf } from '../world.ts'
import { filtered, filterOf, head, kinds } from './filtered.ts'

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

/** 4.9: how far a filtered subscription says that it is. */
export const checkpointRows: readonly Row[] = [
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
]

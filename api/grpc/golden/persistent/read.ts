import { randomUUID } from 'node:crypto'
import { persistentSubscriptionToAllSettingsFromDefaults, START, streamNameFilter } from '@eventstore/db-client'
import type { Row } from '../row.ts'
import { event, eventsOf } from '../world.ts'
import { type Found, grouped, pause, revisions, take } from './grouped.ts'

/** 4.10: what a consumer is given. */
export const groupReadRows: readonly Row[] = [
  {
    behaviour: '4.10 events from the revision on, that one included, none of them a repeat',
    call: async (world) => take((await grouped(world, 8, { startFrom: 5n })).join(), 3),
    answer: [5n, 6n, 7n].map((revision) => ({ revision, retries: 0 })),
  },
  {
    behaviour: '4.10 from the end only what is new',
    call: async (world) => {
      const { stream, join } = await grouped(world, 3, { startFrom: 'end' })
      const following = join()
      await new Promise((resolve) => following.on('confirmation', () => resolve(null)))
      await world.append('batch', stream, event())
      return revisions(await take(following, 1))
    },
    answer: [3n],
  },
  {
    behaviour: '4.10 whoever comes back goes on after what was acknowledged',
    call: async (world) => {
      const { join } = await grouped(world, 6)
      const first = await take(join(), 3)
      await pause(200)
      return [revisions(first), revisions(await take(join(), 3))]
    },
    answer: [
      [0n, 1n, 2n],
      [3n, 4n, 5n],
    ],
  },
  {
    behaviour: '4.10 no more than fit into the buffer, until they are acknowledged',
    call: async (world) => {
      const { join } = await grouped(world, 10)
      const following = join(3)
      const held: Found[] = []
      following.on('data', (found) => held.push(found as Found))
      await pause(600)
      const before = held.length
      await following.ack(...held.slice(0, 2))
      await pause(400)
      await following.unsubscribe()
      return [before, held.length]
    },
    answer: [3, 5],
  },
  {
    behaviour: '4.10 two consumers take turns',
    call: async (world) => {
      const { stream, join } = await grouped(world, 1)
      const counts = [0, 0]
      const both = [join(), join()]
      for (const [n, following] of both.entries()) {
        following.on('data', (found) => {
          counts[n]! += 1
          void following.ack(found)
        })
      }
      await pause(500)
      await world.append('batch', stream, eventsOf(10))
      await pause(600)
      await Promise.all(both.map((following) => following.unsubscribe()))
      return counts.every((count) => count >= 4)
    },
    answer: true,
  },
  {
    behaviour: '4.10 on the whole log, filtered',
    call: async (world) => {
      const [stream, group] = [await world.streamOf(2), `g-${randomUUID()}`]
      const filter = streamNameFilter({ prefixes: [stream] })
      await world.client.createPersistentSubscriptionToAll(group, persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START }), {
        filter,
      })
      const following = world.client.subscribeToPersistentSubscriptionToAll(group)
      const seen: unknown[] = []
      for await (const found of following) {
        seen.push({ is: found.event?.streamId === stream, revision: found.event?.revision })
        await following.ack(found)
        if (seen.length === 2) break
      }
      const { eventSource, stats } = await world.client.getPersistentSubscriptionToAllInfo(group)
      await world.client.deletePersistentSubscriptionToAll(group)
      return { seen, eventSource, lastKnown: typeof stats.lastKnownEventPosition }
    },
    answer: { seen: [0n, 1n].map((revision) => ({ is: true, revision })), eventSource: '$all', lastKnown: 'object' },
  },
]

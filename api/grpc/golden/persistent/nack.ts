import { PARK, RETRY, SKIP, STOP } from '@eventstore/db-client'
import type { Row } from '../row.ts'
import { all } from '../world.ts'
import { grouped, parkedIn, pause, revisions, take } from './grouped.ts'

/** 4.10: what becomes of an event that its consumer does not acknowledge. */
export const groupNackRows: readonly Row[] = [
  {
    behaviour: '4.10 asked for again: delivered again, and counted',
    call: async (world) => {
      const { join } = await grouped(world, 1)
      return take(join(), 3, (following, found, n) => (n < 3 ? following.nack(RETRY, 'again', found) : following.ack(found)))
    },
    answer: [0, 1, 2].map((retries) => ({ revision: 0n, retries })),
  },
  {
    behaviour: '4.10 skipped: not delivered again, nor parked',
    call: async (world) => {
      const { stream, group, join } = await grouped(world, 3)
      const seen = await take(join(), 3, (following, found, n) => (n === 1 ? following.nack(SKIP, 'no', found) : following.ack(found)))
      return [revisions(seen), await parkedIn(world, stream, group)]
    },
    answer: [[0n, 1n, 2n], []],
  },
  {
    behaviour: '4.10 parked: a link with the reason, and replayed with it',
    call: async (world) => {
      const { stream, group, join } = await grouped(world, 2)
      await take(join(), 2, (following, found, n) => (n === 2 ? following.nack(PARK, 'broken', found) : following.ack(found)))
      await pause(300)
      const parked = await parkedIn(world, stream, group)
      await world.client.replayParkedMessagesToStream(stream, group)
      const following = join()
      for await (const { event: found, link, retryCount, commitPosition } of following) {
        await following.unsubscribe()
        const left = await parkedIn(world, stream, group)
        const isOfLink = commitPosition === link?.position?.commit
        return { parked, revision: found?.revision, link: link?.type, retryCount, isOfLink, left }
      }
    },
    answer: {
      parked: [{ type: '$>', data: '1@S', reason: "Client explicitly NAK'ed message.\nbroken" }],
      ...{ revision: 1n, link: '$>', retryCount: 0, isOfLink: true, left: [] },
    },
  },
  {
    behaviour: '4.10 what is parked says when, why and which; after a replay its stream begins behind it, for admins alone',
    call: async (world) => {
      const { stream, group, join } = await grouped(world, 1)
      await take(join(), 1, (following, found) => following.nack(PARK, 'broken', found))
      await pause(300)
      const parked = `$persistentsubscription-${stream}::${group}-parked`
      const [found] = await all(world.client.readStream(parked))
      const said = found?.event?.metadata as unknown as Record<string, unknown>
      await world.client.replayParkedMessagesToStream(stream, group)
      await pause(300)
      const [about] = await all(world.client.readStream(`$$${parked}`))
      return { keys: Object.keys(said).sort(), number: said.subscriptionEventNumber, about: about?.event?.data }
    },
    answer: {
      keys: ['added', 'reason', 'subscriptionEventNumber'],
      number: 0,
      about: { $tb: 1, $acl: { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' } },
    },
  },
  {
    behaviour: '4.10 not answered for: delivered again as often as it may be, then parked',
    call: async (world) => {
      const { stream, group, join } = await grouped(world, 1, { messageTimeout: 200, maxRetryCount: 2 })
      const following = join()
      const seen: number[] = []
      following.on('data', ({ retryCount }) => seen.push(retryCount))
      await pause(1_800)
      await following.unsubscribe()
      return { seen, parked: (await parkedIn(world, stream, group)).map(({ reason }) => reason) }
    },
    answer: { seen: [0, 1, 2], parked: ['Reached retry count of 2'] },
  },
  {
    behaviour: '4.10 stop: nothing more, and the connection stays',
    call: async (world) => {
      const { join } = await grouped(world, 5)
      const following = join(1)
      const seen: (bigint | undefined)[] = []
      let ended = false
      following.on('data', (found) => {
        seen.push(found.event?.revision)
        void following.nack(STOP, 'enough', found)
      })
      following.on('end', () => {
        ended = true
      })
      await pause(600)
      const was = ended
      await following.unsubscribe()
      return { seen, ended: was }
    },
    answer: { seen: [0n], ended: false },
  },
]

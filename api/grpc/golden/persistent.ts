import { randomUUID } from 'node:crypto'
import {
  PARK,
  type PersistentSubscriptionToStream,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  RETRY,
  SKIP,
  START,
  STOP,
  streamNameFilter,
} from '@eventstore/db-client'
import type { Row } from './row.ts'
import { all, event, eventsOf, told, type World } from './world.ts'

type Settings = Parameters<typeof persistentSubscriptionToStreamSettingsFromDefaults>[0]

const settingsOf = (settings: Settings = {}) => persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...settings })

async function grouped(world: World, count: number, settings: Settings = {}) {
  const [stream, group] = [await world.streamOf(count), `g-${randomUUID()}`]
  await world.client.createPersistentSubscriptionToStream(stream, group, settingsOf(settings))
  return { stream, group, join: (bufferSize = 10) => world.client.subscribeToPersistentSubscriptionToStream(stream, group, { bufferSize }) }
}

type Found = Parameters<PersistentSubscriptionToStream['ack']>[0] & { retryCount: number }
type React = (following: PersistentSubscriptionToStream, found: Found, n: number) => Promise<unknown> | undefined

/** The first so many that are delivered, each dealt with as said. */
async function take(following: PersistentSubscriptionToStream, count: number, react: React = (each, found) => each.ack(found)) {
  const seen: { revision: bigint | undefined; retries: number }[] = []
  try {
    for await (const found of following) {
      seen.push({ revision: found.event?.revision, retries: found.retryCount })
      await react(following, found as Found, seen.length)
      if (seen.length === count) break
    }
  } finally {
    // What was said last is still on its way: leaving at once would take it back.
    await pause(150)
    await following.unsubscribe().catch(() => undefined)
  }
  return seen
}

const revisions = (seen: readonly { revision: bigint | undefined }[]) => seen.map(({ revision }) => revision)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const parkedIn = async ({ client }: World, stream: string, group: string) => {
  const found = await all(client.readStream(`$persistentsubscription-${stream}::${group}-parked`)).catch(() => [])
  return found.map(({ event: each }) => ({
    type: each?.type,
    data: Buffer.from(each?.data as Uint8Array)
      .toString()
      .replace(stream, 'S'),
    reason: (each?.metadata as { reason?: string } | undefined)?.reason,
  }))
}

const errorRow = (behaviour: string, call: (world: World, stream: string, group: string) => Promise<unknown>, answer: object): Row => ({
  behaviour: `4.10 ${behaviour}`,
  call: async (world) => {
    const { stream, group } = await grouped(world, 1, { maxSubscriberCount: 1 })
    const failure = (await told(() => call(world, stream, group))) as { trailers?: Record<string, string> }
    return { ...failure, named: failure.trailers?.['stream-name'] !== undefined && failure.trailers?.['group-name'] !== undefined }
  },
  answer: { ...answer, named: true },
})
const unknownGroup = { failed: 'persistent-subscription-does-not-exist', code: 5 }

/** 4.10 */
export const persistentRows: readonly Row[] = [
  {
    behaviour: '4.10 a group on a missing stream',
    call: async ({ client, newStream }) =>
      (await told(() => client.createPersistentSubscriptionToStream(newStream(), 'g', settingsOf()))) ?? 'made',
    answer: 'made',
  },
  errorRow('a group that exists', ({ client }, stream, group) => client.createPersistentSubscriptionToStream(stream, group, settingsOf()), {
    failed: 'persistent-subscription-exists',
    code: 6,
  }),
  errorRow('deleting an unknown group', ({ client }, stream) => client.deletePersistentSubscriptionToStream(stream, 'no'), unknownGroup),
  errorRow(
    'updating an unknown group',
    ({ client }, stream) => client.updatePersistentSubscriptionToStream(stream, 'no', settingsOf()),
    unknownGroup,
  ),
  errorRow(
    'asking about an unknown group',
    ({ client }, stream) => client.getPersistentSubscriptionToStreamInfo(stream, 'no'),
    unknownGroup,
  ),
  errorRow(
    'joining an unknown group',
    ({ client }, stream) => all(client.subscribeToPersistentSubscriptionToStream(stream, 'no')),
    unknownGroup,
  ),
  errorRow(
    'listing the groups of a stream that has none',
    ({ client, newStream }) => client.listPersistentSubscriptionsToStream(newStream()),
    unknownGroup,
  ),
  errorRow(
    'settings that contradict each other',
    ({ client }, stream) =>
      client.createPersistentSubscriptionToStream(stream, 'bad', settingsOf({ readBatchSize: 500, historyBufferSize: 500 })),
    { failed: 'persistent-subscription-failed', code: 13 },
  ),
  errorRow(
    'one more than may join',
    async ({ client }, stream, group) => {
      const first = client.subscribeToPersistentSubscriptionToStream(stream, group)
      await new Promise((resolve) => first.on('confirmation', () => resolve(null)))
      return all(client.subscribeToPersistentSubscriptionToStream(stream, group)).finally(() => first.unsubscribe())
    },
    { failed: 'maximum-subscribers-reached', code: 9 },
  ),
  errorRow(
    'a group deleted under its consumer',
    async ({ client }, stream, group) => {
      const first = client.subscribeToPersistentSubscriptionToStream(stream, group)
      const failed = new Promise((_, reject) => first.on('error', reject))
      failed.catch(() => undefined)
      await new Promise((resolve) => first.on('confirmation', () => resolve(null)))
      await client.deletePersistentSubscriptionToStream(stream, group)
      return failed
    },
    { failed: 'persistent-subscription-dropped', code: 1 },
  ),
  {
    behaviour: '4.10 the text of an error names group and stream',
    call: async (world) => {
      const { stream, group } = await grouped(world, 1)
      const failure = (await told(() => world.client.createPersistentSubscriptionToStream(stream, group, settingsOf()))) as {
        details: string
      }
      return failure.details === `Subscription group ${group} on stream ${stream} exists.`
    },
    answer: true,
  },
  {
    behaviour: '4.10 events from the revision on, that one included, none of them a repeat',
    call: async (world) => take((await grouped(world, 8, { startFrom: 5n })).join(), 3),
    answer: [5n, 6n, 7n].map((revision) => ({ revision, retries: 0 })),
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
    behaviour: '4.10 the checkpoint is the last revision that is dealt with',
    call: async (world) => {
      const { stream, group, join } = await grouped(world, 5, { checkPointAfter: 100, checkPointLowerBound: 1, checkPointUpperBound: 5 })
      await take(join(), 5)
      await pause(800)
      const found = await all(world.client.readStream(`$persistentsubscription-${stream}::${group}-checkpoint`))
      return { type: found.at(-1)?.event?.type, data: found.at(-1)?.event?.data }
    },
    answer: { type: 'SubscriptionCheckpoint', data: '4' },
  },
  {
    behaviour: '4.10 groups are written down in one event of the second version',
    call: async (world) => {
      await grouped(world, 1)
      const [found] = await all(
        world.client.readStream('$persistentSubscriptionConfig', { direction: 'backwards', fromRevision: 'end', maxCount: 1 }),
      )
      const { version, entries, updatedBy } = found!.event!.data as unknown as { version: string; entries: unknown[]; updatedBy: string }
      return { type: found?.event?.type, version, hasEntries: entries.length > 0, updatedBy }
    },
    answer: { type: '$PersistentConfig', version: '2', hasEntries: true, updatedBy: 'system' },
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
  {
    behaviour: '4.10 what a group is told of: its settings, and that it is live',
    call: async (world) => {
      const { stream, group } = await grouped(world, 1, { maxRetryCount: 7 })
      const { eventSource, groupName, settings } = await world.client.getPersistentSubscriptionToStreamInfo(stream, group)
      const listed = await world.client.listPersistentSubscriptionsToStream(stream)
      const everywhere = (await world.client.listAllPersistentSubscriptions()).filter(({ groupName: name }) => name === group)
      return {
        ...{ is: eventSource === stream && groupName === group, retries: settings.maxRetryCount, startFrom: settings.startFrom },
        ...{ strategy: settings.consumerStrategyName, listed: listed.length, everywhere: everywhere.length },
      }
    },
    answer: { is: true, retries: 7, startFrom: 'start', strategy: 'RoundRobin', listed: 1, everywhere: 1 },
  },
  {
    behaviour: '4.10 an update changes the settings',
    call: async (world) => {
      const { stream, group } = await grouped(world, 1)
      await world.client.updatePersistentSubscriptionToStream(stream, group, settingsOf({ maxRetryCount: 3 }))
      return (await world.client.getPersistentSubscriptionToStreamInfo(stream, group)).settings.maxRetryCount
    },
    answer: 3,
  },
  {
    behaviour: '4.10 the subsystem may be told to start again',
    call: async ({ client }) => (await told(() => client.restartPersistentSubscriptionSubsystem())) ?? 'done',
    answer: 'done',
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
]

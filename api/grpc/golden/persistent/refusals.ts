import type { Row } from '../row.ts'
import { all, told, type World } from '../world.ts'
import { grouped, settingsOf } from './grouped.ts'

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

/** 4.10: what cannot be done with a group. */
export const groupRefusalRows: readonly Row[] = [
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
]

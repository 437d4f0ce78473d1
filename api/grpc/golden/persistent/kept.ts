import type { Row } from '../row.ts'
import { all, told } from '../world.ts'
import { grouped, pause, settingsOf, take } from './grouped.ts'

/** 4.10: what is kept of a group, and told of it. */
export const groupKeptRows: readonly Row[] = [
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
]

import { type CommandsOf, defineCommands } from '../shared/command.ts'
import { mergingEvents } from './events.ts'

const { MergeAwaited, OrdersMerged, MergeLeft } = mergingEvents

export const mergingCommands = defineCommands({
  AwaitMerge: {
    description: 'Have an order wait for others of its buyer and address; asked again, what it is to be given out as may have changed',
    data: MergeAwaited.data,
  },
  SettleMerge: {
    description: 'The wait of the first is over: all who wait go out together, or the only one by itself',
    data: OrdersMerged.data.pick({ mergingId: true, gatherBy: true, policy: true, askedAt: true }),
  },
  LeaveMerge: { description: 'Take an order out, whether it waits or was merged; a repeat changes nothing', data: MergeLeft.data },
})

export type MergingCommand = CommandsOf<typeof mergingCommands>

import type { EventOfType } from '../../../domain/events.ts'
import { mergingAggregate, settleAt } from '../../../domain/merging/merging.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Process } from '../process.ts'

export interface MergingProcessOptions {
  readonly bus: CommandBus
  readonly clock: Clock
}

/** How long a location waits for the work of all orders of a group: each is asked for as soon as they are merged. */
const gatherMs = 600_000

/** Ends the wait of orders that may go out together once the first of them has waited long enough. One instance for each buyer and address. */
export function mergingProcess({ bus, clock }: MergingProcessOptions): Process {
  return {
    name: 'merging',
    triggers: ['MergeAwaited', 'OrdersMerged', 'MergeWaitEnded', 'MergeLeft'],
    concerns(event) {
      return { instances: [{ instanceId: (event as EventOfType<'MergeAwaited'>).data.mergingId }], wakes: [] }
    },
    async next(mergingId, state) {
      const merging = await bus.look(mergingAggregate, mergingId)
      const dueAt = merging === null ? null : settleAt(merging)
      if (dueAt === null) return state.started ? { do: 'end', outcome: 'settled' } : { do: 'nothing' }
      const now = clock.now()
      if (dueAt > now) return { do: 'wait', forWhat: 'merge', keys: [], dueAt }
      return { do: 'ask', step: 'settle', asks: [{ type: 'SettleMerge', data: { mergingId, gatherBy: now + gatherMs, askedAt: now } }] }
    },
  }
}

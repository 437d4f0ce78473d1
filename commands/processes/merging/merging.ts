import type { EventOfType } from '../../../domain/events.ts'
import { mergingAggregate, settleAt } from '../../../domain/merging/merging.ts'
import { gatherMs } from '../../../domain/policy/kinds/audit.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies } from '../../policies/port.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Process } from '../process.ts'

export interface MergingProcessOptions {
  readonly bus: CommandBus
  readonly policies: Policies
  readonly clock: Clock
}

/** Ends the wait of orders that may go out together once the first of them has waited long enough. One instance for each buyer and address. */
export function mergingProcess({ bus, policies, clock }: MergingProcessOptions): Process {
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
      const { name, version, document } = await policies.inForce('audit', now)
      const data = { mergingId, gatherBy: now + gatherMs(document), policy: { name, version }, askedAt: now }
      return { do: 'ask', step: 'settle', asks: [{ type: 'SettleMerge', data }] }
    },
  }
}

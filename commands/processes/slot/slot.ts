import { bookingOf, capacityAggregate, capacityKey } from '../../../domain/capacity/capacity.ts'
import type { EventOfType } from '../../../domain/events.ts'
import { streamKey } from '../../../domain/shared/stream-name.ts'
import type { Json } from '../../../stores/documents/port.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Policies } from '../../policies/port.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Process } from '../process.ts'

export interface SlotProcessOptions {
  readonly bus: CommandBus
  readonly policies: Policies
  readonly clock: Clock
}

type Held = Pick<EventOfType<'SlotHeld'>['data'], 'area' | 'date' | 'appointmentId' | 'booking'>

const instanceOf = ({ area, date, appointmentId, booking }: Held): string => streamKey([area, date, appointmentId, String(booking)])

/**
 * Whoever holds a slot and never confirms it gives it back when its time is over, whoever held it. One instance for each hold, where the ledger
 * arranges installations: elsewhere whoever arranges them sees to it.
 */
export function slotProcess({ bus, policies, clock }: SlotProcessOptions): Process {
  return {
    name: 'slot',
    triggers: ['SlotHeld', 'SlotConfirmed', 'SlotReleased', 'SlotConsumed'],
    concerns(event) {
      const { area, date, appointmentId, booking } = event.data as Held
      const held = { area, date, appointmentId, booking }
      return { instances: [{ instanceId: instanceOf(held), facts: held as Json }], wakes: [] }
    },
    async next(_instanceId, state, facts) {
      const held = facts as unknown as Held
      const capacity = await bus.look(capacityAggregate, capacityKey(held.area, held.date))
      const booking = capacity === null ? undefined : bookingOf(capacity, held)
      if (booking?.state !== 'held')
        return state.started && state.outcome === null ? { do: 'end', outcome: booking?.state ?? 'forgotten' } : { do: 'nothing' }
      if (!state.started && !(await policies.inForce('installation', clock.now())).document.arranges) return { do: 'nothing' }
      const { dueAt } = booking
      if (dueAt > clock.now()) return { do: 'wait', forWhat: 'confirmation', keys: [], dueAt }
      const data = { ...held, reason: 'expired', releasedAt: clock.now() }
      return { do: 'ask', step: 'expire', asks: [{ type: 'ReleaseSlot', data }] }
    },
  }
}

import type { Aggregate } from '../shared/aggregate.ts'
import type { Decision } from '../shared/decision.ts'
import { streamKey } from '../shared/stream-name.ts'
import { confirm, consume, handOn, hold, release } from './booking.ts'
import { type CapacityCommand, capacityCommands } from './commands.ts'
import type { CapacityEvent } from './events.ts'
import { offer } from './offering.ts'
import { type FrozenCapacity, freeze, thaw, weigh } from './snapshot.ts'
import { type Capacity, evolve, initial } from './state.ts'

export { bookingOf } from './booking.ts'
export { type FreeSlot, freeSlots, offerFor } from './offering.ts'
export { type Booking, type Capacity, freeOf } from './state.ts'

export interface CapacityTypes {
  state: Capacity
  command: CapacityCommand
  event: CapacityEvent
}

/** Commands whose repeats the calendar itself knows: these a process may tell it. */
export const keyedOfCapacity = ['ConfirmSlot', 'ReleaseSlot', 'ConsumeSlot'] as const satisfies readonly CapacityCommand['type'][]

/** Visits that providers can make in one area on one day: stream `capacity-<area>@<date>`. */
export const capacityAggregate = capacityAggregateRemembering(10_000)

/** @param limit How many bookings that are over are remembered; what may repeat an older one is refused. */
export function capacityAggregateRemembering(limit: number): Aggregate<CapacityTypes> {
  return {
    category: 'capacity',
    stateVersion: 1,
    commandTypes: Object.keys(capacityCommands) as CapacityCommand['type'][],
    naturallyKeyed: keyedOfCapacity,
    key: ({ data }) => capacityKey(data.area, data.date),
    initial: () => initial(limit),
    evolve,
    decide,
    freeze,
    thaw: (frozen) => thaw(frozen as FrozenCapacity, limit),
    weigh,
  }
}

export const capacityKey = (area: string, date: string): string => streamKey([area], date)

function decide(capacity: Readonly<Capacity>, { type, data }: CapacityCommand): Decision<CapacityEvent> {
  switch (type) {
    case 'OfferCapacity':
      return offer(capacity, data)
    case 'HoldSlot':
      return hold(capacity, data)
    case 'HandOnSlot':
      return handOn(capacity, data)
    case 'ConfirmSlot':
      return confirm(capacity, data)
    case 'ReleaseSlot':
      return release(capacity, data)
    case 'ConsumeSlot':
      return consume(capacity, data)
  }
}

import { bookingOf, capacityAggregate, capacityKey } from '../../../domain/capacity/capacity.ts'
import type { CapacityCommand } from '../../../domain/capacity/commands.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { CommandOf } from '../../../domain/shared/command.ts'
import type { CommandBus } from '../../command-bus.ts'
import type { Card } from './card.ts'

export type HeldSlot = CommandOf<CapacityCommand, 'HoldSlot'>['data']

export const holdStep = (lineId: string): string => `hold/${lineId}`

/** What was held last, while it still is and no card has it: its next booking may be another by now. */
export async function heldFor(
  bus: CommandBus,
  lineId: string,
  cards: readonly Card[],
  { steps }: Readonly<ProcessState>,
): Promise<HeldSlot | null> {
  const step = steps.get(holdStep(lineId))
  if (step?.answers[0]?.accepted !== true) return null
  const held = step.asks[0]!.data as HeldSlot
  if (isNoted(cards, held)) return null
  const capacity = await bus.look(capacityAggregate, capacityKey(held.area, held.date))
  const state = capacity === null ? undefined : bookingOf(capacity, held)?.state
  return state === 'held' || state === 'confirmed' ? held : null
}

function isNoted(cards: readonly Card[], { appointmentId, booking, provider, area, date, slot }: HeldSlot): boolean {
  const visit = cards.find(({ installationId }) => installationId === appointmentId)?.installation.visits[booking - 1]
  return visit?.provider === provider && visit.area === area && visit.date === date && visit.slot === slot
}

/** Asked in the same words for the same booking, and refused: only somebody else can make it another answer. */
export function wasRefused({ steps }: Readonly<ProcessState>, lineId: string, wanted: HeldSlot): boolean {
  const step = steps.get(holdStep(lineId))
  if (step?.answers[0]?.accepted !== false) return false
  const { appointmentId, booking, provider, area, date, slot } = step.asks[0]!.data as HeldSlot
  return (
    appointmentId === wanted.appointmentId &&
    booking === wanted.booking &&
    provider === wanted.provider &&
    area === wanted.area &&
    date === wanted.date &&
    slot === wanted.slot
  )
}

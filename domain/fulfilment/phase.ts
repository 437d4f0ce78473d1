import type { Fulfilment } from './state.ts'

export type Phase =
  | 'unknown'
  | 'requested'
  | 'accepted'
  | 'packed'
  | 'partDispatched'
  | 'dispatched'
  | 'delivered'
  | 'refused'
  | 'rejected'
  | 'cancelled'
  | 'expired'

/** Where the work stands, from the units of its lines. Refused: all units arrived, and the buyer did not take all of them. */
export function phaseOf({ request, answer, requestedUnits, units }: Readonly<Fulfilment>): Phase {
  if (request === null) return 'unknown'
  if (answer === 'rejected' || answer === 'cancelled' || answer === 'expired') return answer
  if (units.dispatched === 0) return units.packed > 0 ? 'packed' : (answer ?? 'requested')
  if (units.dispatched < requestedUnits) return 'partDispatched'
  if (units.delivered + units.refused < requestedUnits) return 'dispatched'
  return units.refused > 0 ? 'refused' : 'delivered'
}

/** Work that may still be done: asked for, and neither rejected nor called off. */
export const isOpen = (fulfilment: Readonly<Fulfilment>): boolean =>
  fulfilment.request !== null && (fulfilment.answer === null || fulfilment.answer === 'accepted')

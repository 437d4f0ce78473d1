import { type Booking, bookingOf, capacityAggregate, capacityKey } from '../../../domain/capacity/capacity.ts'
import { installationAggregate } from '../../../domain/installation/installation.ts'
import { type Installation, type InstallationRequest, isOver, type Visit } from '../../../domain/installation/state.ts'
import type { CommandBus } from '../../command-bus.ts'

/** A visit as the work card has it, beside what its area and day know of the slot. */
export interface KeptVisit {
  readonly booking: number
  readonly visit: Readonly<Visit>
  /** Undefined where nobody holds it. */
  readonly slot: Booking | undefined
  /** Whose slot it is: a crew that comes for several cards of an order comes once. */
  readonly heldBy: { readonly appointmentId: string; readonly booking: number } | null
}

export interface Card {
  readonly installationId: string
  readonly installation: Readonly<Installation> & { readonly request: InstallationRequest }
  readonly visits: readonly KeptVisit[]
}

export const isOpenCard = ({ installation }: Card): boolean => !isOver(installation)

/** The visit a crew is awaited for; null when none is. */
export function awaited({ visits }: Card): KeptVisit | null {
  const last = visits.at(-1)
  return last?.visit.outcome === null ? last : null
}

export async function cardOf(bus: CommandBus, installationId: string): Promise<Card | null> {
  const installation = await bus.look(installationAggregate, installationId)
  if (installation === null || installation.request === null) return null
  const { request } = installation
  const visits = await Promise.all(
    installation.visits.map(async (visit, place) => {
      const booking = place + 1
      const capacity = await bus.look(capacityAggregate, capacityKey(visit.area, visit.date))
      const slot = capacity === null ? undefined : bookingOf(capacity, { appointmentId: installationId, booking })
      return { booking, visit, slot, heldBy: slot === undefined ? null : { appointmentId: installationId, booking } }
    }),
  )
  return { installationId, installation: { ...installation, request }, visits }
}

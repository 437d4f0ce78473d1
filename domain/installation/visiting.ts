import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import { same } from '../shared/same.ts'
import type { InstallationCommand } from './commands.ts'
import type { InstallationEvent } from './events.ts'
import { partOf, refusedUnits } from './evidence.ts'
import { type Installation, type InstallationRequest, phaseOf, type Visit } from './state.ts'

type Data<Type extends InstallationCommand['type']> = CommandOf<InstallationCommand, Type>['data']
type Decided = Decision<InstallationEvent>
export type Requested = Readonly<Installation> & { readonly request: InstallationRequest }

/** What every event says of itself. */
export function which({ request: { installationId, orderId, channel, shop, mode, regionPath } }: Requested) {
  return { installationId, orderId, channel, shop, mode, regionPath }
}

/** The first visit, or the next after one that failed. The slot is held by the capacity of its area and day. */
export function book(installation: Requested, data: Data<'BookVisit'>): Decided {
  const known = repeated(installation, data)
  if (known !== null) return known
  const phase = phaseOf(installation)
  if (phase !== 'toBook' && phase !== 'visitFailed') return wrongPhase(installation)
  return accept({ type: 'VisitBooked', data: { ...which(installation), ...data, visitNumber: 1 + failedVisits(installation) } })
}

export function reschedule(installation: Requested, data: Data<'RescheduleVisit'>): Decided {
  const known = repeated(installation, data)
  if (known !== null) return known
  const open = openVisit(installation)
  if (open === null) return wrongPhase(installation)
  const { visitNumber, provider, area, date, slot } = open
  const from = { booking: installation.visits.length, provider, area, date, slot }
  return accept({ type: 'VisitRescheduled', data: { ...which(installation), ...data, visitNumber, from } })
}

export function fail(installation: Requested, { booking, reason, note, failedAt }: Data<'FailVisit'>): Decided {
  const visit = installation.visits[booking - 1]
  if (visit?.outcome === 'failed')
    return visit.failure === reason ? accept() : reject('DOCUMENT_DIFFERS', { booking, recorded: visit.failure })
  if (visit === undefined || visit !== openVisit(installation)) return wrongPhase(installation)
  return accept({ type: 'VisitFailed', data: { ...which(installation), booking, ...placeOf(visit), reason, note, failedAt } })
}

export function complete(installation: Requested, data: Data<'CompleteInstallation'>): Decided {
  const { booking, photos, materials, completedAt } = data
  const visit = installation.visits[booking - 1]
  if (visit?.outcome === 'completed') return same(asDone(installation), asTold(data)) ? accept() : reject('DOCUMENT_DIFFERS', { booking })
  if (visit === undefined || visit !== openVisit(installation)) return wrongPhase(installation)
  const refused = refusedUnits(installation.request.lines, data.units)
  if (refused !== null) return refused
  const told = new Map(data.units.map((unit) => [partOf(unit), unit.serialNumbers]))
  const units = installation.request.lines.map(({ lineId, sku, category, brand, quantity }) => ({
    ...{ lineId, sku, category, brand, quantity },
    serialNumbers: told.get(partOf({ lineId, sku }))!,
  }))
  const done = { units, photos, materials, completedAt }
  return accept({ type: 'InstallationCompleted', data: { ...which(installation), booking, ...placeOf(visit), ...done } })
}

/** The order in which the crew names the lines says nothing. */
const asDone = ({ completion }: Requested) => ({ ...completion, units: inOneOrder(completion?.units ?? []) })
const asTold = ({ units, photos, materials, completedAt }: Data<'CompleteInstallation'>) => ({
  ...{ photos, materials, completedAt },
  units: inOneOrder(units),
})
const inOneOrder = (units: readonly { lineId: string; sku: string; serialNumbers: readonly string[] }[]): readonly string[] =>
  units.map(({ lineId, sku, serialNumbers }) => JSON.stringify([lineId, sku, serialNumbers])).sort()

export function cancel(installation: Requested, { reason, note, cancelledAt }: Data<'CancelInstallation'>): Decided {
  const phase = phaseOf(installation)
  if (phase === 'cancelled') return accept()
  if (phase === 'completed') return wrongPhase(installation)
  const booking = openVisit(installation) === null ? null : installation.visits.length
  return accept({ type: 'InstallationCancelled', data: { ...which(installation), reason, note, booking, cancelledAt } })
}

/** A booking is known by its number: the same slot again is a repeat, another one is to be the next booking. */
function repeated(installation: Requested, { booking, ...slot }: Data<'BookVisit'>): Decided | null {
  const known = installation.visits[booking - 1]
  if (known !== undefined) return isSlot(known, slot) ? accept() : reject('DOCUMENT_DIFFERS', { booking, recorded: placeOf(known) })
  return booking === installation.visits.length + 1 ? null : wrongPhase(installation)
}

const isSlot = (visit: Visit, { provider, area, date, slot }: Omit<Data<'BookVisit'>, 'booking'>): boolean =>
  visit.provider === provider && visit.area === area && visit.date === date && visit.slot === slot

const placeOf = ({ visitNumber, provider, area, date, slot }: Visit) => ({ visitNumber, provider, area, date, slot })

/** Each visit that failed was the one before the next: the last booking knows how many there were. */
function failedVisits({ visits }: Requested): number {
  const last = visits.at(-1)
  return last === undefined ? 0 : last.visitNumber
}

/** Null as soon as something came of the last booking. */
function openVisit({ visits }: Requested): Visit | null {
  const last = visits.at(-1)
  return last?.outcome === null ? last : null
}

export const wrongPhase = (installation: Requested): Rejection =>
  reject('INSTALLATION_STATE', {
    ...{ phase: phaseOf(installation), booking: openVisit(installation) === null ? null : installation.visits.length },
    nextBooking: installation.visits.length + 1,
  })

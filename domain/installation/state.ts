import type { InstallationEvent } from './events.ts'
import type { WaitedFor } from './fields.ts'

type DataOf<Type extends InstallationEvent['type']> = Extract<InstallationEvent, { type: Type }>['data']
export type InstallationRequest = DataOf<'InstallationRequested'>
export type FailureReason = DataOf<'VisitFailed'>['reason']

/** A slot that was booked, and what came of it: null as long as the crew is awaited. */
export interface Visit {
  readonly visitNumber: number
  readonly provider: string
  readonly area: string
  readonly date: string
  readonly slot: string
  /** Another card of the order, whose slot it is. */
  readonly alongWith: { readonly appointmentId: string; readonly booking: number } | null
  outcome: 'rescheduled' | 'failed' | 'completed' | 'cancelled' | null
  failure: FailureReason | null
  failedAt: number | null
  /** Who wanted another instead. */
  movedBy: DataOf<'VisitRescheduled'>['rescheduledBy'] | null
}

export type Wish = Pick<DataOf<'VisitWanted'>, 'date' | 'slot' | 'wantedBy' | 'note' | 'askedAt'>

export interface Installation {
  request: InstallationRequest | null
  signedAt: number | null
  /** Booking 1 is the first. A number of a booking ends at 1,000, and so does the list. */
  readonly visits: Visit[]
  /** As it was done, to know a repeat. */
  completion: Pick<DataOf<'InstallationCompleted'>, 'units' | 'photos' | 'materials' | 'completedAt'> | null
  isCancelled: boolean
  cancelReason: DataOf<'InstallationCancelled'>['reason'] | null
  endedAt: number | null
  /** Who is to come, and when that was decided. */
  chosen: Pick<DataOf<'ProviderChosen'>, 'provider' | 'serviceKind' | 'chosenAt'> | null
  /** When the next visit is wanted; null once one is booked. */
  wish: Wish | null
  /** What it waited for in vain; null as soon as anything else happens. */
  stalled: WaitedFor | null
}

export type InstallationPhase = 'unknown' | 'awaitingDelivery' | 'toBook' | 'booked' | 'visitFailed' | 'completed' | 'cancelled'

export function phaseOf({ request, signedAt, visits, completion, isCancelled }: Readonly<Installation>): InstallationPhase {
  if (request === null) return 'unknown'
  if (isCancelled) return 'cancelled'
  if (completion !== null) return 'completed'
  const last = visits.at(-1)
  if (last !== undefined) return last.outcome === null ? 'booked' : 'visitFailed'
  return request.mode === 'twoVisits' && signedAt === null ? 'awaitingDelivery' : 'toBook'
}

/** Nothing can become of it any more. */
export const isOver = (installation: Readonly<Installation>): boolean => ['completed', 'cancelled'].includes(phaseOf(installation))

export const initial = (): Installation => ({
  ...{ request: null, signedAt: null, visits: [], completion: null, isCancelled: false, cancelReason: null, endedAt: null },
  ...{ chosen: null, wish: null, stalled: null },
})

export function evolve(installation: Installation, { type, data }: InstallationEvent): Installation {
  const { visits } = installation
  installation.stalled = type === 'InstallationStalled' ? data.waitedFor : null
  switch (type) {
    case 'InstallationRequested':
      installation.request = data
      return installation
    case 'InstallationOpened':
      installation.signedAt = data.signedAt
      return installation
    case 'ProviderChosen': {
      const { provider, serviceKind, chosenAt } = data
      installation.chosen = { provider, serviceKind, chosenAt }
      return installation
    }
    case 'VisitWanted': {
      const { date, slot, wantedBy, note, askedAt } = data
      installation.wish = { date, slot, wantedBy, note, askedAt }
      return installation
    }
    case 'InstallationStalled':
      return installation
    case 'VisitBooked':
      visits.push(visitOf(data))
      installation.wish = null
      return installation
    case 'VisitRescheduled':
      end(visits, 'rescheduled').movedBy = data.rescheduledBy
      visits.push(visitOf(data))
      installation.wish = null
      return installation
    case 'VisitFailed': {
      const failed = end(visits, 'failed')
      failed.failure = data.reason
      failed.failedAt = data.failedAt
      return installation
    }
    case 'InstallationCompleted': {
      const { units, photos, materials, completedAt } = data
      end(visits, 'completed')
      installation.completion = { units, photos, materials, completedAt }
      installation.endedAt = completedAt
      return installation
    }
    case 'InstallationCancelled':
      if (data.booking !== null) end(visits, 'cancelled')
      installation.isCancelled = true
      installation.cancelReason = data.reason
      installation.endedAt = data.cancelledAt
      return installation
  }
}

type Booked = Pick<DataOf<'VisitBooked'>, 'visitNumber' | 'provider' | 'area' | 'date' | 'slot' | 'alongWith'>

const visitOf = ({ visitNumber, provider, area, date, slot, alongWith }: Booked): Visit => ({
  ...{ visitNumber, provider, area, date, slot, alongWith: alongWith ?? null },
  ...{ outcome: null, failure: null, failedAt: null, movedBy: null },
})

function end(visits: readonly Visit[], outcome: NonNullable<Visit['outcome']>): Visit {
  const last = visits.at(-1)
  if (last === undefined || last.outcome !== null) throw new Error(`no visit is open that could be ${outcome}`)
  last.outcome = outcome
  return last
}

import type { InstallationEvent } from './events.ts'

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
  outcome: 'rescheduled' | 'failed' | 'completed' | 'cancelled' | null
  failure: FailureReason | null
}

export interface Installation {
  request: InstallationRequest | null
  signedAt: number | null
  /** Booking 1 is the first. A number of a booking ends at 1,000, and so does the list. */
  readonly visits: Visit[]
  /** As it was done, to know a repeat. */
  completion: Pick<DataOf<'InstallationCompleted'>, 'units' | 'photos' | 'materials' | 'completedAt'> | null
  isCancelled: boolean
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

export const initial = (): Installation => ({ request: null, signedAt: null, visits: [], completion: null, isCancelled: false })

export function evolve(installation: Installation, { type, data }: InstallationEvent): Installation {
  const { visits } = installation
  switch (type) {
    case 'InstallationRequested':
      installation.request = data
      return installation
    case 'InstallationOpened':
      installation.signedAt = data.signedAt
      return installation
    case 'VisitBooked':
      visits.push(visitOf(data))
      return installation
    case 'VisitRescheduled':
      end(visits, 'rescheduled')
      visits.push(visitOf(data))
      return installation
    case 'VisitFailed':
      end(visits, 'failed').failure = data.reason
      return installation
    case 'InstallationCompleted': {
      const { units, photos, materials, completedAt } = data
      end(visits, 'completed')
      installation.completion = { units, photos, materials, completedAt }
      return installation
    }
    case 'InstallationCancelled':
      if (data.booking !== null) end(visits, 'cancelled')
      installation.isCancelled = true
      return installation
  }
}

const visitOf = ({ visitNumber, provider, area, date, slot }: Omit<Visit, 'outcome' | 'failure'>): Visit => ({
  ...{ visitNumber, provider, area, date, slot },
  ...{ outcome: null, failure: null },
})

function end(visits: readonly Visit[], outcome: NonNullable<Visit['outcome']>): Visit {
  const last = visits.at(-1)
  if (last === undefined || last.outcome !== null) throw new Error(`no visit is open that could be ${outcome}`)
  last.outcome = outcome
  return last
}

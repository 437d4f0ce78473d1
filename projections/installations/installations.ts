import { type InstallationEvent, installationEvents } from '../../domain/installation/events.ts'
import type { WaitedFor } from '../../domain/installation/fields.ts'
import type { InstallationPhase } from '../../domain/installation/installation.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { type ProjectedEvent, projection } from '../projection.ts'

type Of<Type extends InstallationEvent['type']> = Extract<InstallationEvent, { type: Type }>['data']

export type VisitDocument = {
  booking: number
  visitNumber: number
  provider: string
  area: string
  date: string
  slot: string
  outcome: 'booked' | 'rescheduled' | 'failed' | 'completed' | 'cancelled'
  reason: string | null
  note: string | null
}

/** One appointment to install units of an order. */
export type InstallationDocument = {
  installationId: string
  orderId: string
  channel: Channel
  shop: string
  mode: 'oneVisit' | 'twoVisits'
  state: Exclude<InstallationPhase, 'unknown'>
  /** Whether there is something still to be done. */
  open: boolean
  regionPath: string[]
  wantedDate: string | null
  picksUpOldUnit: boolean
  requestedAt: number
  signedAt: number | null
  endedAt: number | null
  reason: string | null
  /** Of the booking a crew is awaited for, or came for last; null before the first. */
  provider: string | null
  date: string | null
  slot: string | null
  failedVisits: number
  /** Who is to come, before there is a booking. */
  chosenProvider: string | null
  /** From which day on the visit is wanted that is not booked yet. */
  wishedDate: string | null
  /** What it waited for in vain; null as soon as anything else happens. */
  stalled: WaitedFor | null
  stalledAt: number | null
  lines: Of<'InstallationRequested'>['lines']
  visits: VisitDocument[]
  units: Of<'InstallationCompleted'>['units']
  photos: Of<'InstallationCompleted'>['photos']
  materials: Of<'InstallationCompleted'>['materials']
}

/** Work cards of every crew: what is to be booked, when each crew comes, and what came of it. */
export const installations = projection<InstallationDocument>({
  name: 'installations',
  version: 2,
  indexes: [
    { fields: ['open', 'requestedAt'] },
    { fields: ['state', 'requestedAt'] },
    { fields: ['open', 'stalled', 'requestedAt'] },
    { fields: ['orderId'] },
    { fields: ['provider', 'date'] },
  ],
  handles: Object.keys(installationEvents) as InstallationEvent['type'][],
  keys: (event) => [(event as InstallationEvent).data.installationId],
  evolve(document, event, key) {
    const installationEvent = event as ProjectedEvent & InstallationEvent
    if (installationEvent.type === 'InstallationRequested') return requested(installationEvent.data)
    if (document === undefined) throw new Error(`${event.type} of installation ${key}, which was never requested`)
    take(document, installationEvent)
    document.open = document.state !== 'completed' && document.state !== 'cancelled'
    return document
  },
})

function requested(data: Of<'InstallationRequested'>): InstallationDocument {
  const { installationId, orderId, channel, shop, mode, regionPath, wantedDate, picksUpOldUnit, requestedAt, lines } = data
  const state = mode === 'twoVisits' ? 'awaitingDelivery' : 'toBook'
  return {
    ...{ installationId, orderId, channel, shop, mode, state, open: true, regionPath: [...regionPath], wantedDate, picksUpOldUnit },
    ...{ requestedAt, signedAt: null, endedAt: null, reason: null, provider: null, date: null, slot: null, failedVisits: 0 },
    ...{ chosenProvider: null, wishedDate: null, stalled: null, stalledAt: null },
    ...{ lines: [...lines], visits: [], units: [], photos: [], materials: [] },
  }
}

function take(document: InstallationDocument, { type, data }: Exclude<InstallationEvent, { type: 'InstallationRequested' }>): void {
  document.stalled = null
  document.stalledAt = null
  switch (type) {
    case 'ProviderChosen':
      document.chosenProvider = data.provider
      return
    case 'VisitWanted':
      document.wishedDate = data.date
      return
    case 'InstallationStalled':
      document.stalled = data.waitedFor
      document.stalledAt = data.dueAt
      return
    case 'InstallationOpened':
      document.state = 'toBook'
      document.signedAt = data.signedAt
      return
    case 'VisitBooked':
      book(document, data)
      return
    case 'VisitRescheduled':
      end(document, data.from.booking, 'rescheduled', { reason: data.rescheduledBy, note: data.note })
      book(document, data)
      return
    case 'VisitFailed':
      end(document, data.booking, 'failed', { reason: data.reason, note: data.note })
      document.state = 'visitFailed'
      document.failedVisits += 1
      return
    case 'InstallationCompleted':
      end(document, data.booking, 'completed', { reason: null, note: null })
      document.state = 'completed'
      document.endedAt = data.completedAt
      document.units = [...data.units]
      document.photos = [...data.photos]
      document.materials = [...data.materials]
      return
    case 'InstallationCancelled':
      if (data.booking !== null) end(document, data.booking, 'cancelled', { reason: data.reason, note: data.note })
      document.state = 'cancelled'
      document.endedAt = data.cancelledAt
      document.reason = data.reason
      return
  }
}

function book(document: InstallationDocument, { booking, visitNumber, provider, area, date, slot }: Of<'VisitBooked'>): void {
  document.visits.push({ booking, visitNumber, provider, area, date, slot, outcome: 'booked', reason: null, note: null })
  Object.assign(document, { state: 'booked', provider, date, slot, wishedDate: null })
}

function end(
  document: InstallationDocument,
  booking: number,
  outcome: VisitDocument['outcome'],
  why: Pick<VisitDocument, 'reason' | 'note'>,
): void {
  const visit = document.visits.find((one) => one.booking === booking)
  if (visit === undefined) throw new Error(`booking ${booking} of installation ${document.installationId} was never made`)
  Object.assign(visit, { outcome, ...why })
}

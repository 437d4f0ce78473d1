import { slotStart } from '../capacity/slot-times.ts'
import type { InstallationDocument } from '../policy/kinds/installation.ts'
import type { TransportDocument } from '../policy/kinds/transport.ts'
import { daysAfter, instantOn } from '../shared/china-day.ts'
import { type Candidate, type Demand, type Plan, sourceNearest } from '../sourcing/nearest.ts'
import { departureDay, transportDays } from './transport.ts'

export interface DeliveryQuestion {
  readonly askedAt: number
  readonly shipTo: readonly string[]
  readonly demands: readonly Demand[]
  /** Locations with what each could promise now. */
  readonly candidates: readonly Candidate[]
  readonly transport: TransportDocument
}

export type DeliveryOffer =
  | { readonly inStock: false; readonly missing: Extract<Plan, { complete: false }>['missing'] }
  | { readonly inStock: true; readonly locations: readonly string[]; readonly leavesOn: string; readonly arrivesOn: string }

/** When what is asked for could be with the buyer if it were ordered now: with the last part of it, where it leaves from several places. */
export function offerDelivery({ askedAt, shipTo, demands, candidates, transport }: DeliveryQuestion): DeliveryOffer {
  const plan = sourceNearest(demands, shipTo, candidates)
  if (!plan.complete) return { inStock: false, missing: plan.missing }
  const locations = [...new Set(plan.placed.map(({ location }) => location))]
  const leavesOn = departureDay(transport, askedAt)
  const days = candidates
    .filter(({ location }) => locations.includes(location))
    .map(({ regionPath }) => transportDays(transport, regionPath, shipTo))
  return { inStock: true, locations, leavesOn, arrivesOn: daysAfter(leavesOn, Math.max(...days)) }
}

export interface OfferedSlot {
  readonly date: string
  readonly slot: string
  readonly free: number
}
export interface OfferedVisit extends OfferedSlot {
  readonly mode: 'oneVisit' | 'twoVisits'
}

/**
 * When a crew could come for what arrives on a day: with the units where somebody does both and they leave from one place, else some days after
 * the buyer could have signed. Parts of a day of several providers are one part of the day.
 */
export function offerVisits(
  offer: Extract<DeliveryOffer, { inStock: true }>,
  { modes, afterSigningDays }: Pick<InstallationDocument, 'modes' | 'afterSigningDays'>,
  slots: Readonly<Record<OfferedVisit['mode'], readonly OfferedSlot[]>>,
): readonly OfferedVisit[] {
  for (const mode of modes) {
    if (mode === 'oneVisit' && offer.locations.length > 1) continue
    const from = instantOn(mode === 'oneVisit' ? offer.arrivesOn : daysAfter(offer.arrivesOn, afterSigningDays), 0)
    const free = new Map<string, OfferedVisit>()
    for (const { date, slot, free: visits } of slots[mode]) {
      if (visits < 1 || slotStart(date, slot) < from) continue
      const key = `${date} ${slot}`
      free.set(key, { mode, date, slot, free: visits + (free.get(key)?.free ?? 0) })
    }
    if (free.size > 0) return [...free.values()].sort((one, other) => slotStart(one.date, one.slot) - slotStart(other.date, other.slot))
  }
  return []
}

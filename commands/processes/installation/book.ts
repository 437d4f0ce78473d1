import { capacityAggregate, capacityKey, offerFor } from '../../../domain/capacity/capacity.ts'
import { slotStart } from '../../../domain/capacity/slot-times.ts'
import type { Candidate } from '../../../domain/installation/choosing.ts'
import { phaseOf } from '../../../domain/installation/installation.ts'
import { chinaDay, daysAfter } from '../../../domain/shared/china-day.ts'
import type { Next } from '../process.ts'
import type { Tell } from '../told.ts'
import { awaited, type Card, isOpenCard, type KeptVisit } from './card.ts'
import { earliestAt } from './earliest.ts'
import { type FoundSlot, findSlot, type SlotSought } from './find-slot.ts'
import { type HeldSlot, holdStep } from './held-slot.ts'
import { holdOf, isTaken, releaseOf } from './keep-slots.ts'
import type { Line } from './line.ts'
import type { Look } from './look.ts'
import type { Finding } from './request.ts'
import { candidatesOf, chooseAsk } from './who.ts'

const isWished = ({ installation: { wish } }: Card, { date, slot }: { readonly date: string; readonly slot: string }): boolean =>
  wish === null || (date === wish.date && (wish.slot === null || slot === wish.slot))

/** Whether a slot is looked for: the first, the next after a failed visit, or another instead of the one that is booked. */
export function seeksSlot({ policy }: Look, card: Card): boolean {
  const { installation } = card
  switch (phaseOf(installation)) {
    case 'toBook':
      return true
    case 'visitFailed': {
      const { visitNumber, failure } = installation.visits.at(-1)!
      const { reasons, mostVisits } = policy.document.again
      return installation.wish !== null || (visitNumber < mostVisits && failure !== null && reasons.includes(failure))
    }
    case 'booked':
      return isLost(card) || !isWished(card, awaited(card)!.visit)
    default:
      return false
  }
}

/** Nobody confirmed it in time, and it was given back. */
export const isLost = (card: Card): boolean => awaited(card)?.slot?.state === 'released'

/** Who may come next: not who was to confirm the slot that was lost and did not, unless it is wished for again. */
export function seekable(look: Look, line: Line, card: Card, { coverage }: Finding): readonly Candidate[] {
  const { mode, picksUpOldUnit } = card.installation.request
  const all = candidatesOf(look, line, mode, picksUpOldUnit, coverage)
  if (card.installation.wish !== null || look.policy.document.confirmedBy === 'ledger') return all
  const isSilent = ({ slot, visit }: KeptVisit) => slot?.state === 'released' && (visit.outcome === null || visit.movedBy === 'provider')
  const silent = new Set(card.visits.filter(isSilent).map(({ visit }) => visit.provider))
  return isLost(card) ? all.filter(({ provider }) => !silent.has(provider)) : all
}

/** Holds the slot, notes it on the card; confirming follows from that. */
export async function book(look: Look, line: Line, card: Card, finding: Finding): Promise<Next | null> {
  const { held } = line
  const { lineId, category } = line.line
  if (held !== null) {
    if (seeksSlot(look, card) && isPossible(card, held)) return { do: 'tell', step: `book/${lineId}`, asks: [noteAsk(card, held)] }
    return { do: 'tell', step: 'release', asks: [releaseOf(held, look.now)] }
  }
  if (!seeksSlot(look, card)) return null
  const candidates = seekable(look, line, card, finding)
  const found = await seek(look, line, card, companionsFirst(look, line, candidates, finding), finding)
  const joined = await join(look, line, card, candidates, found, finding)
  const best = joined !== null && isBetter(card, joined) ? joined : found
  if (best === null || !isBetter(card, best)) return null
  if (best.provider !== card.installation.chosen?.provider)
    return { do: 'tell', step: `choose/${lineId}`, asks: [chooseAsk(look, card, best.provider, candidates)] }
  const booking = card.visits.length + 1
  if ('alongWith' in best) return { do: 'tell', step: `book/${lineId}`, asks: [noteAsk(card, { ...best, booking })] }
  const data = holdOf(look, card, booking, category, best)
  return { do: 'ask', step: holdStep(lineId), asks: [{ type: 'HoldSlot', data }] }
}

/** Of equals first who could see to others of the order's cards as well, so that they may come once. */
function companionsFirst(look: Look, line: Line, candidates: readonly Candidate[], { coverage }: Finding): readonly Candidate[] {
  const others = look.lines.filter(({ card }) => card !== null && isOpenCard(card) && card.visits.at(-1)?.visit.outcome !== null)
  const able = others
    .filter((other) => other !== line)
    .flatMap((other) => {
      const { mode, picksUpOldUnit } = other.card!.installation.request
      return candidatesOf(look, other, mode, picksUpOldUnit, coverage).map(({ provider }) => provider)
    })
  const served = ({ provider }: Candidate): number => able.filter((each) => each === provider).length
  return candidates.toSorted((one, other) => one.rank - other.rank || served(other) - served(one))
}

type Joined = Pick<FoundSlot, 'provider' | 'area' | 'date' | 'slot'> & { readonly alongWith: NonNullable<KeptVisit['heldBy']> }

/**
 * A crew that comes for another card of the order sees to this one as well, where it may and nobody better could, and it is not a day later than
 * alone. It is one visit of what the crew offers, so both have to be served by the same offer.
 */
async function join(
  look: Look,
  line: Line,
  card: Card,
  candidates: readonly Candidate[],
  alone: FoundSlot | null,
  { bus }: Finding,
): Promise<Joined | null> {
  const earliest = earliestAt(look, line, card)
  const lastDay = daysAfter(chinaDay(earliest), look.policy.document.withinDays - 1)
  const wishedSlot = card.installation.wish?.slot ?? null
  for (const { card: other } of look.lines) {
    if (other === null || other === card || !isOpenCard(other) || seeksSlot(look, other)) continue
    const kept = awaited(other)
    if (kept === null || !isTaken(kept)) continue
    const { provider, area, date, slot } = kept.visit
    const candidate = candidates.find((each) => each.provider === provider)
    if (candidate === undefined || candidate.rank > candidates[0]!.rank) continue
    const isInTime = slotStart(date, slot) >= earliest && date <= lastDay && (alone === null || date <= alone.date)
    if (!isInTime || (wishedSlot !== null && wishedSlot !== slot)) continue
    const capacity = await bus.look(capacityAggregate, capacityKey(area, date))
    const offered = capacity === null ? undefined : offerFor(capacity, provider, slot, line.line.category)
    if (offered !== undefined && offered.offeredFor === kept.slot!.offeredFor)
      return { provider, area, date, slot, alongWith: kept.heldBy! }
  }
  return null
}

/** A visit is not moved to where it is no closer to what was wished. */
function isBetter(card: Card, { date }: Pick<FoundSlot, 'date'>): boolean {
  const visit = awaited(card)?.visit
  return visit === undefined || isLost(card) || !isPossible(card, visit) || date < visit.date
}

/** Wished for meanwhile on a later day: the slot is not taken. */
const isPossible = ({ installation: { wish } }: Card, { date, slot }: { readonly date: string; readonly slot: string }): boolean =>
  wish === null || (date >= wish.date && (wish.slot === null || slot === wish.slot))

function noteAsk(
  card: Card,
  { booking, provider, area, date, slot, alongWith }: Pick<HeldSlot, 'booking' | 'provider' | 'area' | 'date' | 'slot'> & Partial<Joined>,
): Tell {
  const { installationId, installation } = card
  const data = { installationId, booking, provider, area, date, slot, ...(alongWith === undefined ? {} : { alongWith }) }
  if (awaited(card) === null) return { type: 'BookVisit', data }
  const { wish } = installation
  return { type: 'RescheduleVisit', data: { ...data, rescheduledBy: wish?.wantedBy ?? 'provider', note: wish?.note ?? null } }
}

/** The slot a card before this one had comes first: what changed may leave the day as it is. */
async function seek(look: Look, line: Line, card: Card, candidates: readonly Candidate[], { bus }: Finding): Promise<FoundSlot | null> {
  const sought: SlotSought = {
    ...{ regionPath: look.order.shipTo, category: line.line.category, candidates, slot: card.installation.wish?.slot ?? null },
    ...{ earliestAt: earliestAt(look, line, card), withinDays: look.policy.document.withinDays },
    booking: { appointmentId: card.installationId, booking: card.visits.length + 1 },
  }
  const before = line.cards.at(-2)?.visits.at(-1)?.visit
  if (before?.outcome !== 'cancelled' || card.visits.length > 0) return findSlot(bus, sought)
  const all = await findSlot(bus, { ...sought, slot: before.slot })
  return all?.date === before.date ? all : findSlot(bus, sought)
}

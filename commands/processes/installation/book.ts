import type { Candidate } from '../../../domain/installation/choosing.ts'
import { phaseOf } from '../../../domain/installation/installation.ts'
import type { Next } from '../process.ts'
import { awaited, type Card, type KeptVisit } from './card.ts'
import { earliestAt } from './earliest.ts'
import { type FoundSlot, findSlot, type SlotSought } from './find-slot.ts'
import { holdStep } from './held-slot.ts'
import { holdOf, releaseOf } from './keep-slots.ts'
import type { Line, Look } from './look.ts'
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
  const found = await seek(look, line, card, candidates, finding)
  if (found === null || !isBetter(card, found)) return null
  if (found.provider !== card.installation.chosen?.provider)
    return { do: 'tell', step: `choose/${lineId}`, asks: [chooseAsk(look, card, found.provider, candidates)] }
  const data = holdOf(look, card, card.visits.length + 1, category, found)
  return { do: 'ask', step: holdStep(lineId), asks: [{ type: 'HoldSlot', data }] }
}

/** A visit is not moved to where it is no closer to what was wished. */
function isBetter(card: Card, { date }: FoundSlot): boolean {
  const visit = awaited(card)?.visit
  return visit === undefined || isLost(card) || !isPossible(card, visit) || date < visit.date
}

/** Wished for meanwhile on a later day: the slot is not taken. */
const isPossible = ({ installation: { wish } }: Card, { date, slot }: { readonly date: string; readonly slot: string }): boolean =>
  wish === null || (date >= wish.date && (wish.slot === null || slot === wish.slot))

function noteAsk(card: Card, { booking, provider, area, date, slot }: NonNullable<Line['held']>) {
  const { installationId, installation } = card
  const data = { installationId, booking, provider, area, date, slot }
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

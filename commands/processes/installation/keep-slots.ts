import { same } from '../../../domain/shared/same.ts'
import type { Next } from '../process.ts'
import type { Tell } from '../told.ts'
import type { Card, KeptVisit } from './card.ts'
import { isOpenCard } from './card.ts'
import { type HeldSlot, holdStep, wasRefused } from './held-slot.ts'
import type { Line } from './line.ts'
import type { Look } from './look.ts'
import { isLetGo, isOwn, wasThereFor } from './together.ts'

export const isTaken = ({ slot }: KeptVisit): boolean => slot?.state === 'held' || slot?.state === 'confirmed'

const whichOf = ({ installationId }: Card, { booking, visit: { area, date } }: KeptVisit) => ({
  ...{ area, date, appointmentId: installationId, booking },
})

/**
 * Every slot follows its visit: one a crew is awaited for is held and confirmed, one the crew was there for is used up, and any other is given
 * back. What is new is kept before what is old is given back.
 */
export function keepSlots(look: Look): Next | null {
  return letGo(look) ?? holdBooked(look) ?? takeOver(look) ?? confirm(look) ?? giveBack(look) ?? useUp(look)
}

const each = <Found>({ lines }: Look, find: (card: Card, kept: KeptVisit, line: Line) => Found | null): readonly Found[] =>
  lines.flatMap((line) => line.cards.flatMap((card) => card.visits.flatMap((kept) => find(card, kept, line) ?? [])))

/** Somebody booked it by hand and held nothing. Where the slot is not to be had the crew comes all the same. */
function holdBooked(look: Look): Next | null {
  const [wanted] = each(look, (card, kept, { line }) => {
    if (kept.visit.outcome !== null || kept.slot !== undefined) return null
    const data = holdOf(look, card, kept.booking, line.category, kept.visit)
    return wasRefused(look.state, line.lineId, data) ? null : { step: holdStep(line.lineId), data }
  })
  return wanted === undefined ? null : { do: 'ask', step: wanted.step, asks: [{ type: 'HoldSlot', data: wanted.data }] }
}

const handOnStep = (lineId: string): string => `handOn/${lineId}`

/** The card that held it for others as well is over, or moved: one of them holds it from now on, before it is given back. */
function takeOver(look: Look): Next | null {
  const { lines, now, policy, state } = look
  const [wanted] = each(look, (card, kept, { line: { lineId, category } }) => {
    if (kept.visit.outcome !== null || isOwn(card, kept) || !isTaken(kept) || !isLetGo(lines, kept)) return null
    const { installationId: appointmentId } = card
    const { area, date } = kept.visit
    const which = { area, date, appointmentId, booking: kept.booking, from: kept.heldBy!, category }
    const before = state.steps.get(handOnStep(lineId))
    const isRefused = before?.answers[0]?.accepted === false && isAskedFor(before.asks[0]?.data, which)
    return isRefused ? null : { step: handOnStep(lineId), data: { ...which, dueAt: now + policy.document.holdForMs, askedAt: now } }
  })
  return wanted === undefined ? null : { do: 'ask', step: wanted.step, asks: [{ type: 'HandOnSlot', data: wanted.data }] }
}

const isAskedFor = (data: unknown, which: object): boolean => same({ ...(data as object), ...which }, data)

export function holdOf(
  { order, now, policy }: Look,
  { installationId }: Card,
  booking: number,
  category: string,
  { provider, area, date, slot }: Pick<HeldSlot, 'provider' | 'area' | 'date' | 'slot'>,
): HeldSlot {
  const dueAt = now + policy.document.holdForMs
  return {
    ...{ area, date, appointmentId: installationId, booking, provider, slot, category },
    ...{ orderId: order.orderId, dueAt, askedAt: now },
  }
}

/** A provider that is to confirm by itself has until the hold is due; a crew that came has confirmed by that. */
function confirm(look: Look): Next | null {
  const byLedger = look.policy.document.confirmedBy === 'ledger'
  const asks = each<Tell>(look, (card, kept) => {
    if (kept.slot?.state !== 'held' || !isOwn(card, kept)) return null
    const isKept = wasThereFor(look.lines, kept) || (kept.visit.outcome === null && byLedger)
    return isKept ? { type: 'ConfirmSlot', data: whichOf(card, kept) } : null
  })
  return asks.length > 0 ? { do: 'tell', step: 'confirm', asks } : null
}

function giveBack(look: Look): Next | null {
  const { now } = look
  const asks = each<Tell>(look, (card, kept) => {
    const { outcome } = kept.visit
    if (!isTaken(kept) || !isOwn(card, kept) || outcome === null || wasThereFor(look.lines, kept)) return null
    const reason = outcome === 'rescheduled' ? 'rescheduled' : 'cancelled'
    return { type: 'ReleaseSlot', data: { ...whichOf(card, kept), reason, releasedAt: now } }
  })
  return asks.length > 0 ? { do: 'tell', step: 'release', asks } : null
}

/** Before anything else is held: what was held last alone is remembered. */
function letGo({ lines, now }: Look): Next | null {
  const asks = lines.flatMap((line) => unwantedHold(line, now) ?? [])
  return asks.length > 0 ? { do: 'tell', step: 'release', asks } : null
}

/** It was held for a booking that is none any more: the card is over, or somebody booked that one otherwise. */
function unwantedHold({ card, held }: Line, releasedAt: number): Tell | null {
  if (held === null) return null
  const isNext = card !== null && isOpenCard(card) && held.appointmentId === card.installationId && held.booking === card.visits.length + 1
  return isNext ? null : releaseOf(held, releasedAt)
}

export const releaseOf = ({ area, date, appointmentId, booking }: HeldSlot, releasedAt: number): Tell => ({
  type: 'ReleaseSlot',
  data: { area, date, appointmentId, booking, reason: 'cancelled', releasedAt },
})

function useUp(look: Look): Next | null {
  const asks = each<Tell>(look, (card, kept) => {
    if (kept.slot?.state !== 'confirmed' || !isOwn(card, kept) || !wasThereFor(look.lines, kept)) return null
    const consumedAt = kept.visit.failedAt ?? card.installation.endedAt ?? look.now
    return { type: 'ConsumeSlot', data: { ...whichOf(card, kept), consumedAt } }
  })
  return asks.length > 0 ? { do: 'tell', step: 'consume', asks } : null
}

import type { FailureReason } from '../../../domain/installation/state.ts'
import { same } from '../../../domain/shared/same.ts'
import { awaited, type Card, isOpenCard, type KeptVisit } from './card.ts'
import type { Line } from './line.ts'

/** Cards of one order that the same crew comes for in the same slot are one visit: one of them holds the slot, for all. */

const visitsOf = (lines: readonly Line[]): readonly KeptVisit[] => lines.flatMap(({ cards }) => cards.flatMap(({ visits }) => visits))

const isKept = ({ slot }: KeptVisit): boolean => slot !== undefined && slot.state !== 'released'

/** Every visit with the slot it comes in: its own, that of the card it goes along with, or of who took that over. */
export function together(lines: readonly Line[]): readonly Line[] {
  const holding = visitsOf(lines).filter(({ slot }) => slot !== undefined)
  const shared = (kept: KeptVisit): KeptVisit => {
    const { alongWith } = kept.visit
    if (kept.slot !== undefined || alongWith === null) return kept
    const there = holding.filter(({ heldBy, visit }) => same(heldBy, alongWith) || same(visit.alongWith, alongWith))
    const { slot, heldBy } = there.find(isKept) ?? there[0] ?? kept
    return { ...kept, slot, heldBy }
  }
  return lines.map((line) => {
    const cards = line.cards.map((card) => ({ ...card, visits: card.visits.map(shared) }))
    return { ...line, cards, card: cards.at(-1) ?? null }
  })
}

export const isOwn = ({ installationId }: Card, { heldBy }: KeptVisit): boolean => heldBy?.appointmentId === installationId

const isTogether = (one: KeptVisit, other: KeptVisit): boolean => one.heldBy !== null && same(one.heldBy, other.heldBy)

/** Whether a crew was there for any of the cards it was to come for. */
export const wasThereFor = (lines: readonly Line[], kept: KeptVisit): boolean =>
  visitsOf(lines).some((other) => (other === kept || isTogether(other, kept)) && wasThere(other))

export const wasThere = ({ visit }: KeptVisit): boolean =>
  visit.outcome === 'completed' || (visit.outcome === 'failed' && visit.failure !== 'crewAbsent')

/** Nobody waits for the slot on behalf of the card that holds it, and no crew was there. */
export function isLetGo(lines: readonly Line[], { heldBy }: KeptVisit): boolean {
  const holder = lines.flatMap(({ cards }) => cards).find(({ installationId }) => installationId === heldBy?.appointmentId)
  const kept = holder?.visits[(heldBy?.booking ?? 0) - 1]
  return kept !== undefined && kept.visit.outcome !== null && !wasThereFor(lines, kept)
}

/** Of the visit, whatever it was for; others are of what was to be installed. */
const failsAll: readonly FailureReason[] = ['noAnswer', 'wrongNumber', 'siteNotReady', 'crewAbsent']

interface Spreading {
  readonly line: Line
  readonly ask: { readonly type: 'FailVisit' | 'WantVisit'; readonly data: Readonly<Record<string, unknown>> }
}

/** What becomes of a visit becomes of it for every card: it fails for all, and is moved for all. Who is called off leaves the others. */
export function spread(lines: readonly Line[], now: number): Spreading | null {
  for (const line of lines) {
    const { card } = line
    const mine = card?.visits.at(-1)
    if (card === null || mine === undefined || !isOpenCard(card)) continue
    for (const { card: other } of lines) {
      const theirs = other === card ? undefined : other?.visits.findLast((each) => isTogether(each, mine))
      const ask = other === null || theirs === undefined ? null : followAsk(card, mine, other, theirs, now)
      if (ask !== null) return { line, ask }
    }
  }
  return null
}

function followAsk(card: Card, mine: KeptVisit, other: Card, theirs: KeptVisit, now: number): Spreading['ask'] | null {
  const { installationId, installation } = card
  const { outcome, failure, failedAt, movedBy } = theirs.visit
  const isAwaited = mine.visit.outcome === null
  if (isAwaited && outcome === 'failed' && failure !== null && failsAll.includes(failure))
    return { type: 'FailVisit', data: { installationId, booking: mine.booking, reason: failure, note: null, failedAt } }
  if (installation.wish !== null || !isOpenCard(other)) return null
  const { wish } = other.installation
  const isLast = theirs === other.visits.at(-1)
  if (isLast && wish !== null && outcome === mine.visit.outcome) return { type: 'WantVisit', data: { installationId, ...wish } }
  const moved = awaited(other)?.visit
  if (!isAwaited || outcome !== 'rescheduled' || mine.slot?.state === 'released' || moved === undefined) return null
  const { date, slot } = moved
  return { type: 'WantVisit', data: { installationId, date, slot, wantedBy: movedBy ?? 'provider', note: null, askedAt: now } }
}

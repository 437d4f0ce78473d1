import { slotEnd } from '../../../domain/capacity/slot-times.ts'
import type { WaitedFor } from '../../../domain/installation/fields.ts'
import { phaseOf } from '../../../domain/installation/installation.ts'
import { country } from '../../../domain/shared/region.ts'
import type { Next } from '../process.ts'
import { isLost, seekable, seeksSlot } from './book.ts'
import { awaited, type Card, isOpenCard } from './card.ts'
import type { Line } from './line.ts'
import type { Look } from './look.ts'
import type { Finding } from './request.ts'

/** What a card waits for, until when, and what may bring it. */
interface Wait {
  readonly waitedFor: WaitedFor
  readonly dueAt: number
  readonly keys: readonly string[]
}

/** Of its own: others wait for the order, too, and only so many are woken. */
export const orderWait = (orderId: string): string => `installing:${orderId}`
export const coverageWait = (area: string): string => `coverage:${area}`
/** Whoever is waited for, other rules may find somebody else. */
export const rulesWait = 'installing-rules'
export const slotWait = (area: string): string => `slots:${area}`

/** Nothing is to be done now: somebody is waited for, and what was waited for in vain is shown. */
export function rest(look: Look, finding: Finding): Next {
  const { order, now } = look
  const waits: { readonly forWhat: string; readonly dueAt: number | null; readonly keys: readonly string[] }[] = []
  for (const line of look.lines) {
    const { card } = line
    if (card === null || !isOpenCard(card)) continue
    const all = waitsOf(look, line, card, finding)
    const left = all.slice(all.findIndex(({ waitedFor }) => waitedFor === card.installation.stalled) + 1)
    const [next] = left
    const keys = all.flatMap((wait) => wait.keys)
    if (next === undefined) waits.push({ forWhat: all.at(-1)?.waitedFor ?? 'order', dueAt: null, keys })
    else if (next.dueAt > now) waits.push({ forWhat: next.waitedFor, dueAt: next.dueAt, keys })
    else {
      const { waitedFor, dueAt } = next
      const data = { installationId: card.installationId, waitedFor, bookings: card.visits.length, dueAt }
      return { do: 'ask', step: `stall/${line.line.lineId}`, asks: [{ type: 'StallInstallation', data }] }
    }
  }
  if (waits.length === 0 && order.phase !== 'open') return { do: 'end', outcome: outcomeOf(look) }
  const soonest = waits.reduce<(typeof waits)[number] | null>(
    (best, wait) => (best === null || (wait.dueAt ?? Number.POSITIVE_INFINITY) < (best.dueAt ?? Number.POSITIVE_INFINITY) ? wait : best),
    null,
  )
  const keys = [...new Set([orderWait(order.orderId), ...(waits.length > 0 ? [rulesWait] : []), ...waits.flatMap((wait) => wait.keys)])]
  const begins = waits.length === 0 ? [] : beginnings(look, finding)
  const instants = [soonest?.dueAt ?? null, ...begins].filter((instant) => instant !== null)
  return { do: 'wait', forWhat: soonest?.forWhat ?? 'order', keys, dueAt: instants.length === 0 ? null : Math.min(...instants) }
}

/** When somebody may be found who is not there now, and nothing else happens then: other rules decide, or a provider begins to service the place. */
function beginnings({ order, now, rulesBegin }: Look, { coverage }: Finding): readonly (number | null)[] {
  const later = coverage
    .around(order.shipTo)
    .filter(({ validFrom, validTo }) => validFrom > now && (validTo === null || validTo > validFrom))
  return [rulesBegin, ...later.map(({ validFrom }) => validFrom)]
}

const outcomeOf = ({ lines }: Look): string =>
  lines.some(({ cards }) => cards.some(({ installation }) => installation.completion !== null)) ? 'installed' : 'notInstalled'

/** From the first to the last: the next counts once the one before is shown to be in vain. */
function waitsOf(look: Look, line: Line, card: Card, finding: Finding): readonly Wait[] {
  const { order, policy } = look
  const { waits, confirmedBy } = policy.document
  const { installation } = card
  const since = sinceOf(card)
  const canCome = seekable(look, line, card, finding).length > 0
  const provider: Wait = { waitedFor: 'provider', dueAt: since + waits.providerMs, keys: [country, ...order.shipTo].map(coverageWait) }
  const slot: Wait = { waitedFor: 'slot', dueAt: since + waits.slotMs, keys: order.shipTo.map(slotWait) }
  switch (phaseOf(installation)) {
    case 'awaitingDelivery': {
      const signing: Wait = { waitedFor: 'signing', dueAt: installation.request.requestedAt + waits.signingMs, keys: [] }
      return canCome ? [signing] : [provider, signing]
    }
    case 'toBook':
      return [canCome ? slot : provider]
    case 'visitFailed':
      if (!seeksSlot(look, card)) return [{ waitedFor: 'decision', dueAt: since + waits.decisionMs, keys: [] }]
      return [canCome ? slot : provider]
    case 'booked': {
      const { visit, slot: kept } = awaited(card)!
      const outcome: Wait = { waitedFor: 'outcome', dueAt: slotEnd(visit.date, visit.slot) + waits.outcomeMs, keys: [] }
      if (isLost(card)) return [{ waitedFor: 'confirmation', dueAt: kept!.dueAt + waits.slotMs, keys: slot.keys }, outcome]
      const isUnconfirmed = kept?.state === 'held' && confirmedBy === 'provider'
      // That it was not confirmed in time is seen to by whoever watches the hold; this is when it can be seen to have failed at that.
      const confirmation = isUnconfirmed ? [{ waitedFor: 'confirmation' as const, dueAt: kept.dueAt + waits.slotMs, keys: [] }] : []
      return [...confirmation, ...(seeksSlot(look, card) ? [slot] : []), outcome]
    }
    default:
      return []
  }
}

/** When the card began to look for what it looks for. */
const sinceOf = ({ installation: { request, signedAt, visits, wish } }: Card): number =>
  Math.max(request.requestedAt, signedAt ?? 0, visits.at(-1)?.failedAt ?? 0, wish?.askedAt ?? 0)

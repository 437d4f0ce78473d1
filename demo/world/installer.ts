import { hash } from 'node:crypto'
import { slotEnd } from '../../domain/capacity/slot-times.ts'
import type { EventOfType } from '../../domain/events.ts'
import type { Fact } from '../message.ts'
import { type Random, randomFor } from '../random.ts'
import { dateText, dayMs, hourMs, minuteMs, toSecond } from '../times.ts'
import type { Outside, Partner } from './partner.ts'

type Requested = EventOfType<'InstallationRequested'>['data']
type Booked = Pick<EventOfType<'VisitBooked'>['data'], 'installationId' | 'booking' | 'date' | 'slot'>

interface Card {
  readonly request: Requested
  booking: number
  failures: number
  /** Of which the crew said itself that it failed. */
  saidFailed: number | null
  /** The last booking that failed, whoever said so. */
  failedBooking: number | null
  isOver: boolean
}

const failed = (reason: string): Fact => ({ is: 'cause', cause: `visitFailed.${reason}` })
const declined: Fact = { is: 'cause', cause: 'installationDeclined' }

const failureRate = 0.06
const secondFailureRate = 0.1
const declinedRate = 0.01
const wishRate = 0.04
const reasons = ['noAnswer', 'siteNotReady', 'crewAbsent'] as const

/** Crews come at the end of the slot they were booked for: most install, some cannot; a few buyers want another day, or nobody at all. */
export function createInstallers({ seed, agenda, doors, orders }: Outside, now: () => number): Partner {
  const cards = new Map<string, Card>()

  function fail(card: Card, booking: number, reason: string, at: number) {
    card.failures += 1
    card.saidFailed = booking
    card.failedBooking = booking
    const { installationId } = card.request
    const data = { installationId, booking, reason, note: null, failedAt: at }
    return doors.ask({ type: 'FailVisit', data }, `${installationId}/${booking}`, at, [failed(reason)])
  }

  function complete({ request: { installationId, lines } }: Card, booking: number, at: number) {
    const units = lines.map(({ lineId, sku }) => ({ lineId, sku, serialNumbers: [] }))
    const photos = [{ photoId: `${installationId}-1`.slice(-100), sha256: hash('sha256', `${seed} ${installationId}`) }]
    const materials = lines.some(({ category }) => category === 'airConditioner') ? [{ name: '铜管', quantity: 3, amountFen: 24_000 }] : []
    const data = { installationId, booking, units, photos, materials, completedAt: at }
    return doors.ask({ type: 'CompleteInstallation', data }, `${installationId}/${booking}`, at)
  }

  /** A buyer who wants nobody to come calls it off for good. */
  function callOff(card: Card, at: number): void {
    const { installationId } = card.request
    const data = { installationId, reason: 'buyer', note: null, cancelledAt: at }
    const run = () => (card.isOver ? null : doors.ask({ type: 'CancelInstallation', data }, installationId, at, [declined]))
    agenda.add({ at, about: installationId, run })
  }

  function visit(card: Card, { installationId, booking, date, slot }: Booked): void {
    const random = randomFor(seed, 'visit', installationId, booking)
    const at = slotEnd(date, slot) - random.whole(10, 150) * minuteMs
    if (booking === 1 && random.chance(wishRate)) wish(card, date, random)
    agenda.add({
      at,
      about: installationId,
      run() {
        if (card.isOver || card.booking !== booking || card.failedBooking === booking) return null
        if (!isThere(card)) return fail(card, booking, 'goodsNotReceived', at)
        if (card.request.mode === 'twoVisits' && booking === 1 && random.chance(declinedRate)) {
          callOff(card, at + 20 * hourMs)
          return fail(card, booking, 'declined', at)
        }
        if (random.chance([failureRate, secondFailureRate][card.failures] ?? 0)) return fail(card, booking, random.pick(reasons), at)
        return complete(card, booking, at)
      },
    })
  }

  /** The same crew could not see to another card of the order: nor could it to this one. */
  function failAlong({ installationId, booking, reason }: EventOfType<'VisitFailed'>['data']): void {
    const card = cards.get(installationId)
    if (card === undefined || card.saidFailed === booking) return
    card.failures += 1
    card.failedBooking = booking
    doors.note([failed(reason)])
  }

  /** The day after, if the crew has not been there by then. */
  function wish(card: Card, date: string, random: Random): void {
    const { installationId } = card.request
    const at = toSecond(now() + random.whole(30, 240) * minuteMs)
    const wanted = dateText(Date.parse(`${date}T00:00:00+08:00`) + 2 * dayMs)
    const data = { installationId, date: wanted, slot: null, wantedBy: 'buyer', note: null, askedAt: at }
    agenda.add({
      at,
      about: installationId,
      run: () =>
        card.isOver || card.booking !== 1 || card.failures > 0 ? null : doors.ask({ type: 'WantVisit', data }, installationId, at),
    })
  }

  /** What a crew brings has to have come to its station by then. */
  function isThere({ request: { orderId, mode, lines } }: Card): boolean {
    if (mode === 'twoVisits') return true
    const life = orders.get(orderId)
    return life === null || life.left !== null || lines.every(({ lineId }) => life.parcels.some((parcel) => hasLine(parcel, lineId)))
  }

  const book = (booked: Booked): void => {
    const card = cards.get(booked.installationId)
    if (card === undefined) return
    card.booking = booked.booking
    visit(card, booked)
  }

  return {
    sees: {
      InstallationRequested(request) {
        cards.set(request.installationId, { request, booking: 0, failures: 0, saidFailed: null, failedBooking: null, isOver: false })
        const life = orders.get(request.orderId)
        if (request.mode === 'oneVisit') for (const { lineId } of request.lines) life?.broughtLines.add(lineId)
      },
      VisitBooked: book,
      VisitRescheduled: book,
      VisitFailed: failAlong,
      InstallationCancelled({ installationId }) {
        const card = cards.get(installationId)
        if (card !== undefined) card.isOver = true
      },
      InstallationCompleted({ installationId }) {
        cards.delete(installationId)
      },
    },
  }
}

const hasLine = ({ lines }: { readonly lines: readonly { readonly line: { readonly lineId: string } }[] }, lineId: string): boolean =>
  lines.some(({ line }) => line.lineId === lineId)

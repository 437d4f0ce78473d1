import type { CommandOf } from '../shared/command.ts'
import { accept, type Decision, type Rejection, reject } from '../shared/decision.ts'
import { mayBeForgotten, recall } from '../shared/remembered.ts'
import { available, free } from './available.ts'
import type { StockCommand } from './commands.ts'
import type { StockChange } from './events.ts'
import { tooOld } from './repeats.ts'
import { promised, type Reservation, type Stock } from './state.ts'

type ReserveStock = CommandOf<StockCommand, 'ReserveStock'>['data']
type ReleaseReservation = CommandOf<StockCommand, 'ReleaseReservation'>['data']
type IssueStock = CommandOf<StockCommand, 'IssueStock'>['data']

/** All or nothing. What one order asks of this SKU is summed before the check, however many lines it is on. */
export function reserve(stock: Readonly<Stock>, command: ReserveStock): Decision<StockChange> {
  const { reservations, ...facts } = command
  if (new Set(reservations.map(({ reservationId }) => reservationId)).size < reservations.length)
    return reject('BAD_REQUEST', { reason: 'the same reservation is asked for twice' })
  const wanted: typeof reservations = []
  let units = 0
  for (const asked of reservations) {
    const { reservationId, quantity } = asked
    const closed = recall(stock.closed, reservationId)
    if (closed !== undefined) return reject('RESERVATION_CLOSED', outcome(reservationId, closed))
    const open = stock.open.get(reservationId)
    if (open === undefined) {
      wanted.push(asked)
      units += quantity
    } else if (!isSame(open, command, asked))
      return reject('RESERVATION_DIFFERS', { reservationId, promised: open.quantity, askedAt: open.askedAt })
  }
  if (wanted.length === 0) return accept()
  if (mayBeForgotten(stock.closed, command.askedAt)) return tooOld(command.askedAt, stock.closed.forgottenUpTo)
  if (units > available(stock, command.channel)) return short(stock, command.channel, units)
  return accept(...wanted.map((asked) => ({ type: 'StockReserved' as const, data: { ...facts, ...asked } })))
}

/** The instant is part of it, so that an asker who stamps repeats anew is found out at once: see `remembered.ts`. */
const isSame = (open: Reservation, { orderId, channel, askedAt }: ReserveStock, asked: ReserveStock['reservations'][number]): boolean =>
  open.quantity === asked.quantity &&
  open.lineId === asked.lineId &&
  open.orderId === orderId &&
  open.channel === channel &&
  open.askedAt === askedAt

function short(stock: Readonly<Stock>, channel: ReserveStock['channel'], requested: number): Rejection {
  const code = requested > free(stock, channel) ? 'INSUFFICIENT_STOCK' : 'QUOTA_EXCEEDED'
  return reject(code, { requested, available: Math.max(0, available(stock, channel)) })
}

/**
 * Says what is to be kept, so that a repeat, or a release that crosses an issue, frees nothing twice.
 * Units that left cannot be freed: asking to keep fewer than were issued is refused with what may be freed.
 */
export function release(stock: Readonly<Stock>, command: ReleaseReservation): Decision<StockChange> {
  const { keep, reason, reservationId, ...facts } = command
  const open = stock.open.get(reservationId)
  const reservation = open ?? recall(stock.closed, reservationId)
  if (reservation === undefined) return reject('RESERVATION_UNKNOWN', { reservationId })
  const valid = reservation.quantity - reservation.released
  if (keep >= valid) return accept()
  if (open === undefined) return reject('RESERVATION_CLOSED', outcome(reservationId, reservation))
  if (keep < open.issued) return reject('QUANTITY_EXCEEDED', { issued: open.issued, releasable: promised(open) })
  const { orderId, lineId, channel } = open
  const freed = { quantity: valid - keep, remaining: keep - open.issued }
  return accept({ type: 'ReservationReleased', data: { ...facts, reservationId, orderId, lineId, channel, ...freed, reason } })
}

/**
 * Never more than is promised, and never more than is there: where a count says the units are gone while a shipment says they
 * left, one of the two is wrong, and a new count has to say which.
 */
export function issue(stock: Readonly<Stock>, command: IssueStock): Decision<StockChange> {
  const { reservationId, shipmentId, quantity } = command
  const open = stock.open.get(reservationId)
  const reservation = open ?? recall(stock.closed, reservationId)
  if (reservation === undefined) return reject('RESERVATION_UNKNOWN', { reservationId })
  const issued = reservation.shipments?.get(shipmentId)
  if (issued !== undefined) return issued === quantity ? accept() : reject('DOCUMENT_DIFFERS', { issued })
  if (open === undefined) return reject('RESERVATION_CLOSED', outcome(reservationId, reservation))
  if (quantity > promised(open)) return reject('QUANTITY_EXCEEDED', { promised: promised(open) })
  if (quantity > stock.onHand) return reject('INSUFFICIENT_STOCK', { onHand: stock.onHand })
  const { orderId, lineId, channel } = open
  return accept({ type: 'StockIssued', data: { ...command, orderId, lineId, channel, remaining: promised(open) - quantity } })
}

const outcome = (reservationId: string, { quantity, released, issued }: Reservation) => ({ reservationId, quantity, released, issued })

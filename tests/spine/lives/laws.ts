import { orderAggregate } from '../../../domain/order/order.ts'
import { projections } from '../../../projections/index.ts'
import type { ProjectedEvent } from '../../../projections/projection.ts'
import { verifyBreaches } from '../verify-breaches.ts'
import type { LifeWorld } from './world.ts'

/** What must hold of every life whenever it is at rest, by raw arithmetic over its events; each breach in words. */
export async function breachesAtRest(world: LifeWorld): Promise<string[]> {
  const events = await world.events()
  const found = [...money(events), ...units(events), ...slots(events), ...serialNumbers(events)]
  for (const { name, state } of await world.instances())
    if (state.pending !== null) found.push(`${name} waits for an answer to ${state.pending.step}`)
  for (const orderId of await world.orderIds()) found.push(...(await ofOrder(world, orderId, events)))
  return found
}

/**
 * No sequence of refunds commits more than was captured, and nothing is paid beyond what is committed: but by a channel, whose word is a fact and
 * waits for the order, see `unended`.
 */
function money(events: readonly ProjectedEvent[]): string[] {
  const found: string[] = []
  const captured = new Map<string, number>()
  const committed = new Map<string, Map<string, number>>()
  const paid = new Map<string, number>()
  for (const { type, data } of events) {
    if (type === 'PaymentCaptured' || type === 'DepositPaid') captured.set(data.orderId, data.capturedFen)
    else if (type === 'RefundCommitted') {
      const of = committed.get(data.orderId) ?? new Map<string, number>()
      if (of.has(data.afterSalesId)) found.push(`${data.afterSalesId} is committed twice`)
      committed.set(data.orderId, of.set(data.afterSalesId, data.buyerFen + data.freightFen + data.otherFen))
    } else if (type === 'RefundReleased') committed.get(data.orderId)?.delete(data.afterSalesId)
    else if (type === 'RefundPaid' && committed.get(data.orderId)?.get(data.afterSalesId) === data.refundFen)
      paid.set(data.orderId, (paid.get(data.orderId) ?? 0) + data.refundFen)
    else if (type === 'RefundPaid' && data.channelModifiedAt === null) found.push(`${data.afterSalesId} paid what nobody committed`)
    else continue
    const orderId = data.orderId
    const most = captured.get(orderId) ?? 0
    const sum = [...(committed.get(orderId)?.values() ?? [])].reduce((total, fen) => total + fen, 0)
    if (sum > most) found.push(`${orderId}: ${sum} fen are committed of ${most} captured`)
    if ((paid.get(orderId) ?? 0) > most) found.push(`${orderId}: ${paid.get(orderId)} fen were paid back of ${most} captured`)
  }
  return found
}

/** Units of each promise are released or issued, once; no stock is below nothing; each order gets what it asked for at most. */
function units(events: readonly ProjectedEvent[]): string[] {
  const found: string[] = []
  const open = new Map<string, number>()
  const dispatched = new Map<string, number>()
  const requested = new Map<string, number>()
  for (const { type, data } of events) {
    if (type === 'StockReserved') {
      if (open.has(data.reservationId)) found.push(`${data.reservationId} is promised twice`)
      open.set(data.reservationId, data.quantity)
    } else if (type === 'ReservationReleased' || type === 'StockIssued') {
      const left = (open.get(data.reservationId) ?? 0) - data.quantity
      if (left < 0) found.push(`${data.reservationId}: ${-left} more than were promised`)
      open.set(data.reservationId, left)
    } else if (type === 'FulfilmentRequested') {
      for (const { reservationId, quantity } of data.lines) requested.set(`${data.fulfilmentId} ${reservationId}`, quantity)
    } else if (type === 'ShipmentDispatched') {
      for (const { reservationId, quantity } of data.lines) {
        const key = `${data.fulfilmentId} ${reservationId}`
        dispatched.set(key, (dispatched.get(key) ?? 0) + quantity)
        if (dispatched.get(key)! > (requested.get(key) ?? 0)) found.push(`${key}: more left than was asked for`)
      }
    }
  }
  return found
}

/** No crew is promised more visits than it offers, and what is held is held for an open visit. */
function slots(events: readonly ProjectedEvent[]): string[] {
  const found: string[] = []
  const offered = new Map<string, number>()
  const taken = new Map<string, Map<string, string>>()
  for (const { type, data } of events) {
    if (type === 'CapacityOffered') offered.set(`${data.date} ${data.slot}`, data.quantity)
    else if (type === 'SlotHeld') {
      const key = `${data.date} ${data.slot}`
      const of = taken.get(key) ?? new Map<string, string>()
      taken.set(key, of.set(`${data.appointmentId} ${data.booking}`, 'held'))
      if (of.size > (offered.get(key) ?? 0)) found.push(`${key}: ${of.size} visits of ${offered.get(key)}`)
    } else if (type === 'SlotReleased') for (const of of taken.values()) of.delete(`${data.appointmentId} ${data.booking}`)
  }
  const over = new Set(events.flatMap(({ type, data }) => (type === 'InstallationCancelled' ? [data.installationId] : [])))
  const consumed = new Set(events.flatMap(({ type, data }) => (type === 'SlotConsumed' ? [`${data.appointmentId} ${data.booking}`] : [])))
  for (const [key, of] of taken)
    for (const name of of.keys())
      if (over.has(name.split(' ')[0]!) && !consumed.has(name)) found.push(`${key} is kept for ${name}, which is called off`)
  return found
}

/** A unit leaves once, until it comes back. */
function serialNumbers(events: readonly ProjectedEvent[]): string[] {
  const gone = new Set<string>()
  const found: string[] = []
  for (const { type, data } of events) {
    if (type === 'SerialNumberReturned') gone.delete(data.serialNumber)
    else if (type === 'SerialNumberIssued') {
      if (gone.has(data.serialNumber)) found.push(`serial number ${data.serialNumber} left twice`)
      gone.add(data.serialNumber)
    }
  }
  return found
}

/** What left is at most what was wanted, and an order that is over holds nothing that no warehouse may still send. */
async function ofOrder(world: LifeWorld, orderId: string, events: readonly ProjectedEvent[]): Promise<string[]> {
  const order = await world.ledger.bus.look(orderAggregate, orderId)
  if (order === null) return []
  const found: string[] = []
  const works = await world.worksOf(orderId)
  for (const line of order.lines.values()) {
    const left = works.flatMap(({ work }) => [...work.lines.values()]).filter(({ requested }) => requested.lineId === line.lineId)
    const gone = left.reduce((sum, { dispatched }) => sum + dispatched, 0)
    if (line.stock.length === 1 && gone > line.quantity)
      found.push(`${orderId}: ${gone} of line ${line.lineId} left, ${line.quantity} were ordered`)
  }
  const isUndecided = works.some(({ work }) => work.handedOver && (work.answer === null || work.answer === 'accepted'))
  if (order.phase !== 'cancelled' || isUndecided || works.some(({ work }) => work.units.dispatched > 0)) return found
  const open = promisedOf(orderId, events)
  return open > 0 ? [...found, `${orderId} is cancelled and holds ${open} units`] : found
}

function promisedOf(orderId: string, events: readonly ProjectedEvent[]): number {
  const mine = new Set<string>()
  let open = 0
  for (const { type, data } of events) {
    if (type === 'StockReserved' && data.orderId === orderId) {
      mine.add(data.reservationId)
      open += data.quantity
    } else if ((type === 'ReservationReleased' || type === 'StockIssued') && mine.has(data.reservationId)) open -= data.quantity
  }
  return open
}

const paidBeyondTheOrder = 'paidBeyondTheOrder'

/** Instances that are still at something after everything that could come came, and every deadline passed. */
export async function unended(world: LifeWorld): Promise<string[]> {
  const found: string[] = []
  for (const { name, state } of await world.instances()) {
    if (state.pending !== null) found.push(`${name} waits for an answer to ${state.pending.step}`)
    if (state.givingUp !== null) found.push(`${name} gives up and has not undone all: ${state.givingUp}`)
    // Traces of a waybill nobody knows are shown to somebody, and kept for when it is known.
    // So is what an installation waits for in vain, and money that a channel paid beyond what an order can give back.
    const isShown =
      (name.startsWith('after-sales.') && state.waiting?.forWhat === paidBeyondTheOrder) ||
      (name.startsWith('tracking.') && state.waiting?.forWhat === 'shipment') ||
      (name.startsWith('installation.') && (await isStalled(world, name.slice('installation.'.length))))
    if (state.waiting !== null && state.waiting.forWhat !== 'nothing' && !isShown)
      found.push(`${name} waits for ${JSON.stringify(state.waiting)}`)
  }
  return [...found, ...(await paidBeyond(world))]
}

const isStalled = async (world: LifeWorld, orderId: string): Promise<boolean> =>
  (await world.cardsOf(orderId)).some(({ installation }) => installation.stalled !== null)

/** What a channel paid is committed in the end, or somebody is told that it is more than the order can give back. */
async function paidBeyond(world: LifeWorld): Promise<string[]> {
  const events = await world.events()
  const approved = new Set(events.flatMap(({ type, data }) => (type === 'RefundApproved' ? [data.afterSalesId] : [])))
  const paid = new Set(events.flatMap(({ type, data }) => (type === 'RefundPaid' ? [data.afterSalesId] : [])))
  const waits = new Map((await world.instances()).map(({ name, state }) => [name, state.waiting?.forWhat]))
  return [...paid.difference(approved)]
    .filter((id) => waits.get(`after-sales.${id}`) !== paidBeyondTheOrder)
    .map((id) => `${id} was paid, is not committed, and nobody was told: ${waits.get(`after-sales.${id}`)}`)
}

export async function breachesOfVerify({ ledger }: LifeWorld): Promise<string[]> {
  const head = await ledger.events.head()
  for (const { name } of projections) await ledger.readModels.waitFor(name, head, 20_000)
  return verifyBreaches(ledger)
}

import { bookingOf, freeOf } from '../../../../domain/capacity/capacity.ts'
import { orderAggregate } from '../../../../domain/order/order.ts'
import { dayMs } from '../../../../domain/shared/china-day.ts'
import { type Lives, orderId, orders } from './lives.ts'

const broken = (says: string, ...facts: unknown[]): never => {
  throw new Error(`broken: ${says}: ${JSON.stringify(facts)}`)
}

const allCardsOf = async (lives: Lives, order: number) =>
  (await Promise.all(['1', '2'].map((lineId) => lives.cardsOf(order, lineId)))).flat()

/** What holds whenever everything is at rest. */
export async function checkLives(lives: Lives): Promise<void> {
  const capacities = await lives.capacities()
  const cards = (await Promise.all(Array.from({ length: orders }, (_, order) => allCardsOf(lives, order)))).flat()
  for (const { date, capacity } of capacities) {
    for (const offered of capacity.offers.values())
      if (freeOf(offered) < 0) broken('no crew is booked beyond what it offers', date, offered)
    for (const booking of capacity.open.values()) {
      if (booking.appointmentId.startsWith('hand-')) continue
      const card = cards.find(({ installationId }) => installationId === booking.appointmentId)
      const visit = card?.installation.visits[booking.booking - 1]
      const isWanted = visit?.outcome === null && visit.date === date && visit.provider === booking.provider
      if (!isWanted) broken('what is held is wanted', date, booking, card?.installation.visits)
    }
  }
  for (const { installationId, installation } of cards) {
    const { orderId: ofOrder } = installation.request!
    for (const [place, visit] of installation.visits.entries()) {
      const { capacity } = capacities.find(({ date }) => date === visit.date)!
      const state = bookingOf(capacity, { appointmentId: installationId, booking: place + 1 })?.state
      // Cards of one order that the same crew comes for at once are one visit of what it offers.
      const beside = cards
        .filter((card) => card.installation.request!.orderId === ofOrder)
        .flatMap((card) => card.installation.visits.map((each, at) => ({ each, appointmentId: card.installationId, booking: at + 1 })))
        .filter(({ each }) => each.provider === visit.provider && each.date === visit.date && each.slot === visit.slot)
      const states = beside.map((each) => bookingOf(capacity, each)?.state)
      if (visit.outcome === 'completed' && !states.includes('consumed') && !states.includes('released'))
        broken('a crew that was there is used up', visit, states)
      if (states.filter((each) => each === 'held' || each === 'confirmed').length > 1 && visit.outcome === null && state === undefined)
        broken('a visit of an order is taken once', visit, states)
      const wasUsed = beside.some(({ each }) => each.outcome === 'completed' || each.outcome === 'failed')
      const isFree = state === 'released' || (state === undefined && beside.length > 1) || (state === 'consumed' && wasUsed)
      if ((visit.outcome === 'rescheduled' || visit.outcome === 'cancelled') && !isFree) broken('what is not wanted is free', visit, state)
    }
  }
  for (let order = 0; order < orders; order++) await checkOrder(lives, order)
  for (const { name, state } of await lives.instances())
    if (state.pending !== null || state.givingUp !== null) broken('nothing is left half done', name, state.pending, state.givingUp)
}

async function checkOrder(lives: Lives, order: number): Promise<void> {
  const cards = await allCardsOf(lives, order)
  const state = await lives.bus.look(orderAggregate, orderId(order))
  const open = cards.filter(({ phase }) => phase !== 'completed' && phase !== 'cancelled')
  const ofLines = Map.groupBy(open, ({ installation }) => installation.request!.lines[0]!.lineId)
  if (ofLines.values().some(({ length }) => length > 1)) broken('one card of a line at a time', order, open)
  if (state?.phase === 'cancelled' && open.length > 0) broken('nobody installs what is cancelled', order, open)
  const awaited = [...(state?.installations ?? [])].filter(([, { outcome }]) => outcome === null).map(([id]) => id)
  const named = open.map(({ installationId }) => installationId)
  if (awaited.toSorted().join() !== named.toSorted().join()) broken('the order knows what is awaited', awaited, open)
}

/** Waits long enough for every deadline to pass: then every card is over, or was shown to somebody, or a crew is to come on a day far off. */
export async function checkEnds(lives: Lives): Promise<void> {
  for (let round = 0; round < 40 && (await lives.isDueLater()); round++) {
    await lives.pass(10 * dayMs)
    await lives.drain()
    await checkLives(lives)
  }
  if (await lives.isDueLater()) broken('every deadline comes')
  for (let order = 0; order < orders; order++) {
    for (const { phase, installation } of await allCardsOf(lives, order))
      if (phase !== 'completed' && phase !== 'cancelled' && installation.stalled === null)
        broken('nothing hangs unseen', order, phase, installation.visits)
  }
  for (const { date, capacity } of await lives.capacities())
    for (const booking of capacity.open.values())
      if (booking.state === 'held' && booking.dueAt <= lives.clock.now()) broken('a hold ends', date, booking)
}

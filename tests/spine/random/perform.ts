import { fulfilmentAggregate, fulfilmentKey } from '../../../domain/fulfilment/fulfilment.ts'
import type { Fulfilment } from '../../../domain/fulfilment/state.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { notShipped } from '../../../domain/order/state.ts'
import { orderKey } from '../../../domain/shared/stream-name.ts'
import { type ChannelOrder, placed, priceFen, refundOf, tell, totalFen } from './channel.ts'
import { locations, type Moment, type Place, type Step } from './steps.ts'
import { enable, price, type World, where } from './world.ts'

export interface Performed {
  /** Outcomes of all messages that were not taken further. */
  readonly exceptions: string[]
}

/** Plays one history; what a step is about and is not there is passed over. */
export async function perform(world: World, moments: readonly Moment[]): Promise<Performed> {
  const { ask, send, clock } = world
  const orders = new Map<number, ChannelOrder>()
  const transfers: { transferId: string; sku: string; to: Place }[] = []
  const exceptions: string[] = []
  let count = 0
  const next = () => ++count

  async function say(payload: object): Promise<void> {
    const { outcome, reason } = await send(payload)
    if (outcome === 'exception') exceptions.push(String(reason))
  }

  async function edit({ order: number, what }: Extract<Step, { do: 'edit' }>): Promise<void> {
    const order = orders.get(number)
    if (order === undefined) return
    const now = clock.now()
    if (what === 'pay') order.paidAt ??= order.cashOnDelivery ? null : now
    else if (what === 'close') order.closed = true
    else if (what === 'closeLine') {
      const line = order.lines.findLast(({ closed, shipped }) => !closed && shipped === 0)
      if (line !== undefined) line.closed = true
    } else if (what === 'deliver') order.deliveredAt ??= now
    else if (what === 'finish') order.finishedAt ??= now
    else if (what === 'move') order.address = order.address === '西湖区' ? '拱墅区' : '西湖区'
    else order.held = what === 'hold'
    await say(tell(order, now))
  }

  async function ship({ order: number, line: index, units, named }: Extract<Step, { do: 'ship' }>): Promise<void> {
    const order = orders.get(number)
    if (order === undefined) return
    const lines = order.lines
      .filter((_, place) => index === 'all' || place === index % order.lines.length)
      .flatMap((line) => {
        const quantity = Math.min(units, line.quantity - line.shipped)
        if (quantity <= 0) return []
        line.shipped += quantity
        const numbers = line.sku !== 'tv' || named === 'none' ? 0 : named === 'all' ? quantity : quantity - 1
        return [{ lineId: line.lineId, quantity, serialNumbers: Array.from({ length: numbers }, () => `sn-${next()}`) }]
      })
    if (lines.length === 0) return
    const shipmentId = `W-${order.orderId}-${order.shipments.length}`
    const shippedAt = new Date(clock.now()).toISOString()
    order.shipments.push({ shipmentId, carrier: 'SF', waybill: shipmentId, shippedAt, lines })
    await say(tell(order, clock.now()))
  }

  async function operate({ order: number, what }: Extract<Step, { do: 'operate' }>): Promise<void> {
    const order = orders.get(number)
    if (order === undefined) return
    const orderId = orderKey('app', 's1', order.orderId)
    if (what === 'HoldOrder') await ask(what, { orderId, reason: 'operator', detail: 'look' })
    else if (what === 'ReleaseOrder') await ask(what, { orderId, reason: 'operator' })
    else if (what === 'CancelOrder') await ask(what, { orderId, reason: 'merchant', cancelledBy: 'operator' })
    else if (what === 'CompleteOrder') await ask(what, { orderId, completedAt: clock.now() })
    else if (what === 'CancelLine') {
      const known = await world.ledger.bus.look(orderAggregate, orderId)
      const line = known?.lines.values().find((each) => notShipped(each) > 0)
      if (line !== undefined) await ask(what, { orderId, lineId: line.lineId, quantity: 1, reason: 'broken' })
    } else
      await ask(what, {
        orderId,
        paymentId: `p-${order.orderId}`,
        stage: 'full',
        amountFen: totalFen(order),
        method: null,
        paidAt: clock.now(),
      })
  }

  async function stock({ what, sku, location, units }: Extract<Step, { do: 'stock' }>): Promise<void> {
    const at = { ...where(sku, location), askedAt: clock.now() }
    const documentId = `doc-${next()}`
    const quantity = Math.max(1, units)
    const setAt = clock.now() + count
    if (what === 'receive') await ask('ReceiveStock', { ...at, documentId, quantity })
    else if (what === 'adjust')
      await ask('AdjustStock', { ...at, documentId, difference: units === 0 ? 1 : 2 - units || -1, reason: 'desk' })
    else if (what === 'count') await ask('CountStock', { ...at, documentId, counted: units })
    else if (what === 'damage') await ask('DamageStock', { ...at, documentId, quantity, reason: 'fell' })
    else if (what === 'scrap') await ask('ScrapStock', { ...at, documentId, quantity })
    else if (what === 'safety') await ask('SetSafetyStock', { ...where(sku, location), safetyStock: units, setAt })
    else {
      const quota = units === 4 ? null : units
      const kind = units % 2 === 0 ? 'exclusive' : 'shared'
      await ask('SetChannelQuota', { ...where(sku, location), channel: units < 2 ? 'jd' : 'app', quota, kind, setAt })
    }
  }

  async function transfer({ sku, from, to, units }: Extract<Step, { do: 'transfer' }>): Promise<void> {
    const transferId = `t-${next()}`
    const { regionPath: toRegionPath } = where(sku, to)
    const { accepted } = await ask('DispatchTransfer', {
      ...where(sku, from),
      transferId,
      to,
      toRegionPath,
      quantity: units,
      askedAt: clock.now(),
    })
    if (accepted) transfers.push({ transferId, sku, to })
  }

  async function arrive({ do: what, transfer: index, units }: Extract<Step, { do: 'arrive' | 'lose' }>): Promise<void> {
    const sent = transfers.at(-1 - index)
    if (sent === undefined) return
    const document = { transferId: sent.transferId, documentId: `doc-${next()}`, quantity: units, askedAt: clock.now() }
    await ask(what === 'lose' ? 'LoseTransfer' : 'ReceiveTransfer', { ...where(sent.sku, sent.to), ...document })
  }

  async function atLocation({ order: number, pick, what }: Extract<Step, { do: 'location' }>): Promise<void> {
    const order = orders.get(number)
    if (order === undefined) return
    const works = await worksOf(world, order.orderId)
    const [fulfilmentId, fulfilment] = works[pick % Math.max(1, works.length)] ?? []
    if (fulfilmentId === undefined || fulfilment === undefined) return
    if (what === 'accept') await ask('AcceptFulfilment', { fulfilmentId })
    else if (what === 'reject') await ask('RejectFulfilment', { fulfilmentId, reason: 'no van' })
    else if (what === 'cancel') await ask('CancelFulfilment', { fulfilmentId, reason: 'mistake' })
    else if (what === 'lack') {
      const line = [...fulfilment.lines.values()].find(({ requested, dispatched }) => requested.quantity > dispatched)
      if (line === undefined) return
      const lines = [{ reservationId: line.requested.reservationId, lacking: line.lacking + 1 }]
      await ask('ReportLack', { fulfilmentId, lines })
    } else if (what === 'deliver' || what === 'refuse') {
      const [shipmentId] = [...fulfilment.shipments.keys()]
      if (shipmentId === undefined) return
      if (what === 'deliver') await ask('DeliverShipment', { fulfilmentId, shipmentId, deliveredAt: clock.now() })
      else await ask('RefuseDelivery', { fulfilmentId, shipmentId, refusedAt: clock.now(), reason: 'scratched' })
    } else await dispatch(order, fulfilmentId, fulfilment, what === 'dispatch')
  }

  /** Under the waybill the channel told last, or under a ticket of the location's own. */
  async function dispatch(order: ChannelOrder, fulfilmentId: string, fulfilment: Readonly<Fulfilment>, whole: boolean): Promise<void> {
    const left = [...fulfilment.lines.values()].filter(({ requested, dispatched }) => requested.quantity > dispatched)
    const some = whole || left.length === 0 ? left : [left[count % left.length]!]
    const lines = some.flatMap(({ requested, dispatched }) => {
      const { lineId, sku, reservationId } = requested
      const units = whole ? requested.quantity - dispatched : 1
      // Some scanners say each unit by itself.
      const said = count % 3 === 0 ? Array.from({ length: units }, () => 1) : [units]
      return said.map((quantity) => {
        const serialNumbers = sku === 'tv' ? Array.from({ length: quantity }, () => `sn-${next()}`) : []
        return { lineId, sku, reservationId, quantity, serialNumbers }
      })
    })
    if (lines.length === 0) return
    const told = order.shipments.length > 0 && count % 2 === 0
    const shipmentId = told ? `W-${order.orderId}-${order.shipments.length - 1}` : `T-${next()}`
    await ask('DispatchShipment', { fulfilmentId, shipmentId, carrier: null, waybill: null, dispatchedAt: clock.now(), lines })
  }

  async function giveBack({ order: number, refund, condition }: Extract<Step, { do: 'giveBack' }>): Promise<void> {
    const order = orders.get(number)
    const [line] = order?.lines ?? []
    if (order === undefined || line === undefined || line.sku === 'set') return
    const receipt = { afterSalesId: orderKey('app', 's1', `${order.orderId}-r${refund}`), receiptId: `rc-${next()}`, location: 'HZ' }
    const unit = { lineId: line.lineId, sku: line.sku, quantity: 1, serialNumbers: [] }
    await ask('ReceiveReturn', { ...receipt, units: [unit], receivedAt: clock.now() })
    await ask('InspectReturn', { ...receipt, units: [{ ...unit, condition }], inspectedAt: clock.now() })
  }

  async function act(step: Step): Promise<void> {
    clock.advanceTo(clock.now() + 1_000)
    switch (step.do) {
      case 'place': {
        if (orders.has(step.order)) return
        const order = placed(String(step.order), step, clock.now())
        orders.set(step.order, order)
        return say(tell(order, clock.now()))
      }
      case 'edit':
        return edit(step)
      case 'ship':
        return ship(step)
      case 'resend': {
        const told = orders.get(step.order)?.told.at(-1 - step.back)
        return told === undefined ? undefined : say(told.payload)
      }
      case 'refund':
        return say(refundOf(orders.get(step.order), String(step.order), step, clock.now()))
      case 'operate':
        return operate(step)
      case 'stock':
        return stock(step)
      case 'transfer':
        return transfer(step)
      case 'arrive':
      case 'lose':
        return arrive(step)
      case 'location':
        return atLocation(step)
      case 'enable':
        return enable(world, step.location, step)
      case 'price':
        return price(world, step.prices)
      case 'giveBack':
        return giveBack(step)
      case 'rules': {
        const now = clock.now()
        const published = { name: 'after-sales', kind: 'after-sales', document: step.rules, note: '', effectiveFrom: now, publishedAt: now }
        await ask('PublishPolicy', published)
        return
      }
      case 'pass':
        clock.advanceTo(clock.now() + step.minutes * 60_000)
        return world.wake()
      case 'restart':
        return world.restart()
    }
  }

  for (const { step, rest } of moments) {
    await act(step)
    if (rest) await world.rest()
  }
  await world.rest()
  return { exceptions }
}

export { priceFen }

export async function worksOf(world: Pick<World, 'ledger'>, order: string): Promise<[string, Readonly<Fulfilment>][]> {
  const found: [string, Readonly<Fulfilment>][] = []
  for (const location of locations) {
    for (let attempt = 1; ; attempt++) {
      const id = fulfilmentKey(orderKey('app', 's1', order), location, attempt)
      const fulfilment = await world.ledger.bus.look(fulfilmentAggregate, id)
      if (fulfilment === null) break
      found.push([id, fulfilment])
    }
  }
  return found
}

import { kuaidi100 } from '../../../connectors/tms/kuaidi100.ts'
import { isOpen } from '../../../domain/fulfilment/phase.ts'
import { orderAggregate } from '../../../domain/order/order.ts'
import { notShipped } from '../../../domain/order/state.ts'
import { orderKey, parseStreamKey } from '../../../domain/shared/stream-name.ts'
import { confirmOf, lackOf, progressOf, type SimulatedOrder } from '../../wms/simulator.ts'
import { minuteMs } from '../harness.ts'
import { type ChannelOrder, placed, refundOf, tell } from '../random/channel.ts'
import type { Placing, Step } from './steps.ts'
import { district, type LifeWorld, type WorkOf, where } from './world.ts'

const orderId = (order: number) => orderKey('app', 's1', String(order))
const localTime = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

/** Plays what happens to a life, a step at a time; what a step is about and is not there is passed over. */
export function playerOf(world: LifeWorld) {
  const { ask, drain, now } = world
  const orders = new Map<number, ChannelOrder & { readonly installs: readonly boolean[] }>()
  const confirms: string[] = []
  /** Units the warehouse sent of each delivery it was given, by line of it. */
  const sent = new Map<string, number[]>()
  const lacking = new Set<string>()
  let count = 0
  const next = () => ++count
  const serialNumbersOf = (sku: string, quantity: number) => (sku === 'tv' ? Array.from({ length: quantity }, () => `sn-${next()}`) : [])

  async function say(order: ChannelOrder & { readonly installs: readonly boolean[] }): Promise<void> {
    const payload = tell(order, now()) as { lines: object[] }
    await world.send({
      ...payload,
      lines: payload.lines.map((line, place) => ({ ...line, delivery: order.installs[place] ? 'install' : 'ship' })),
    })
  }

  async function edit({ order: number, what }: Extract<Step, { do: 'edit' }>): Promise<void> {
    const order = orders.get(number)
    if (order === undefined) return
    if (what === 'pay') order.paidAt ??= order.cashOnDelivery ? null : now()
    else if (what === 'close') order.closed = true
    else if (what === 'closeLine') {
      const line = order.lines.findLast(({ closed }) => !closed)
      if (line !== undefined && order.lines.length > 1) line.closed = true
    } else if (what === 'deliver') order.deliveredAt ??= now()
    else if (what === 'finish') order.finishedAt ??= now()
    else if (what === 'move') order.address = order.address === '西湖区' ? '拱墅区' : '西湖区'
    else order.held = what === 'hold'
    await say(order)
  }

  async function operate({ order, what }: Extract<Step, { do: 'operate' }>): Promise<void> {
    const id = orderId(order)
    if (what === 'HoldOrder') await ask(what, { orderId: id, reason: 'operator', detail: 'look' })
    else if (what === 'ReleaseOrder') await ask(what, { orderId: id, reason: 'operator' })
    else if (what === 'CancelOrder') await ask(what, { orderId: id, reason: 'merchant', cancelledBy: 'operator' })
    else if (what === 'CompleteOrder') await ask(what, { orderId: id, completedAt: now() })
    else {
      const known = await world.ledger.bus.look(orderAggregate, id)
      const line = known?.lines.values().find((each) => notShipped(each) > 0)
      if (line !== undefined) await ask(what, { orderId: id, lineId: line.lineId, quantity: 1, reason: 'broken' })
    }
  }

  /** Whole, or one unit of it. */
  async function dispatch({ fulfilmentId, work }: WorkOf, whole: boolean): Promise<void> {
    const left = [...work.lines.values()].filter(({ requested, dispatched }) => requested.quantity > dispatched)
    const lines = (whole ? left : left.slice(0, 1)).map(({ requested: { lineId, sku, reservationId, quantity }, dispatched }) => {
      const units = whole ? quantity - dispatched : 1
      return { lineId, sku, reservationId, quantity: units, serialNumbers: serialNumbersOf(sku, units) }
    })
    if (lines.length === 0) return
    const waybill = `SH-${next()}`
    await ask('DispatchShipment', { fulfilmentId, shipmentId: waybill, carrier: 'SF', waybill, dispatchedAt: now(), lines })
  }

  async function hand({ order, pick, what }: Extract<Step, { do: 'hand' }>): Promise<void> {
    const works = await world.worksOf(orderId(order))
    const isShipment = what === 'deliver' || what === 'refuse' || what === 'failIntercept'
    // What has a system is worked on by that system alone.
    const fitting = isShipment ? works : works.filter(({ location }) => location === 'SH')
    const of = fitting[pick % Math.max(1, fitting.length)]
    if (of === undefined) return
    const { fulfilmentId, work } = of
    if (isShipment) {
      const [shipmentId] = [...work.shipments.keys()]
      if (shipmentId === undefined) return
      if (what === 'deliver') await ask('DeliverShipment', { fulfilmentId, shipmentId, deliveredAt: now() })
      else if (what === 'refuse') await ask('RefuseDelivery', { fulfilmentId, shipmentId, refusedAt: now(), reason: 'scratched' })
      else await ask('FailIntercept', { fulfilmentId, shipmentId, failedAt: now(), reason: 'gone' })
    } else if (what === 'accept') await ask('AcceptFulfilment', { fulfilmentId })
    else if (what === 'reject') await ask('RejectFulfilment', { fulfilmentId, reason: 'no van' })
    else if (what === 'cancel') await ask('CancelFulfilment', { fulfilmentId, reason: 'mistake' })
    else if (what === 'lack') {
      const line = [...work.lines.values()].find(({ requested, dispatched }) => requested.quantity > dispatched)
      if (line === undefined) return
      await ask('ReportLack', { fulfilmentId, lines: [{ reservationId: line.requested.reservationId, lacking: line.lacking + 1 }] })
    } else await dispatch(of, what === 'dispatch')
  }

  /** One unit of a delivery, or all that is left of it. */
  async function warehouseSends(name: string, all: boolean): Promise<void> {
    const given = world.wms.orders.get(name)
    if (given === undefined || given.state === 'cancelled') return
    const before = sent.get(name) ?? given.lines.map(() => 0)
    sent.set(name, before)
    const items: { sku: string; quantity: number; serialNumbers: string[] }[] = []
    for (const [place, { sku, quantity }] of given.lines.entries()) {
      const units = all ? quantity - before[place]! : Math.min(1, quantity - before[place]!)
      if (units <= 0 || (!all && items.length > 0)) continue
      before[place]! += units
      items.push({ sku, quantity: units, serialNumbers: serialNumbersOf(sku, units) })
    }
    if (items.length === 0) return
    given.state = 'sent'
    const number = `C-${next()}`
    const body = confirmOf(name, { number, type: all ? '0' : '1', at: localTime(now()), parcels: [{ waybill: `HZ-${number}`, items }] })
    confirms.push(body)
    await world.say('deliveryorder.confirm', body)
  }

  /** One unit that it does not find and will not send; how many lack in all is what a repeat says too. */
  async function warehouseLacks(name: string): Promise<void> {
    const given = world.wms.orders.get(name)!
    const before = sent.get(name) ?? given.lines.map(() => 0)
    sent.set(name, before)
    // Units lack of what was asked for last, and so do they here.
    const { sku } = given.lines[0]!
    const place = given.lines.findLastIndex((line, at) => line.sku === sku && before[at]! < line.quantity)
    if (place < 0 || lacking.has(name) || given.state === 'cancelled') return
    lacking.add(name)
    before[place]! += 1
    await world.say('itemlack.report', lackOf(name, `L-${next()}`, sku, 1))
  }

  async function warehouse({ pick, what }: Extract<Step, { do: 'warehouse' }>): Promise<void> {
    const names = [...world.wms.orders.keys()].reverse()
    const name = names[pick % Math.max(1, names.length)]
    if (name === undefined) return
    if (what === 'sendOne' || what === 'sendAll') await warehouseSends(name, what === 'sendAll')
    else if (what === 'again') {
      const body = confirms.at(-1 - pick)
      if (body !== undefined) await world.say('deliveryorder.confirm', body)
    } else if (what === 'lack') await warehouseLacks(name)
    else {
      // What it says it let be it does not send, and what it says it will send it does not let be.
      const given = world.wms.orders.get(name)!
      if (what === 'CANCELEDFAIL' && given.state !== 'cancelled') given.state = 'sent'
      else if (what === 'CANCELED' || what === 'REJECT') {
        if (given.state === 'sent') return
        given.state = 'cancelled'
      } else if (given.state === 'cancelled') return
      await world.say('orderprocess.report', progressOf(name, what, localTime(now())))
    }
  }

  async function track({ pick, codes }: Extract<Step, { do: 'track' }>): Promise<void> {
    const waybills = new Set<string>()
    for (const id of await world.orderIds())
      for (const { work } of await world.worksOf(id))
        for (const { waybill } of work.shipments.values()) if (waybill !== null) waybills.add(waybill)
    const waybill = [...waybills][pick % Math.max(1, waybills.size)] ?? 'SF-unknown'
    const data = codes.map((statusCode, hour) => ({ ftime: localTime(now() - hour * 60 * minuteMs), statusCode, context: `step ${hour}` }))
    const param = JSON.stringify({ status: 'polling', lastResult: { com: 'shunfeng', nu: waybill, state: codes[0], data } })
    await world.ledger.traces.intake.receive(Buffer.from(new URLSearchParams({ sign: '-', param }).toString()), kuaidi100)
  }

  async function crew({ order, day, what }: Extract<Step, { do: 'crew' }>): Promise<void> {
    if (what === 'offer') {
      const offered = { area: district, date: world.date(day), provider: 'P1', slot: 'morning', offeredFor: null }
      await ask('OfferCapacity', { ...offered, quantity: 1 + (day % 2), overbookPercent: 0, setAt: now() + next() })
      return
    }
    const card = (await world.cardsOf(orderId(order))).findLast(({ phase }) => phase !== 'completed' && phase !== 'cancelled')
    if (card === undefined) return
    const { installationId, installation } = card
    const booking = installation.visits.length
    if (what === 'want') {
      await ask('WantVisit', { installationId, date: world.date(day), slot: null, wantedBy: 'buyer', note: null, askedAt: now() })
    } else if (what === 'callOff') await ask('CancelInstallation', { installationId, reason: 'buyer', note: null, cancelledAt: now() })
    else if (booking === 0) return
    else if (what === 'complete') await completeCard(card)
    else await ask('FailVisit', { installationId, booking, reason: what, note: null, failedAt: now() })
  }

  async function completeCard({ installationId, installation }: Awaited<ReturnType<LifeWorld['cardsOf']>>[number]): Promise<void> {
    const units = installation.request!.lines.map(({ lineId, sku, quantity }) => ({
      ...{ lineId, sku, serialNumbers: sku === 'tv' ? Array.from({ length: quantity }, (_, unit) => `${installationId}-${unit}`) : [] },
    }))
    const at = { installationId, booking: installation.visits.length, units, photos: [], materials: [], completedAt: now() }
    await ask('CompleteInstallation', at)
  }

  async function giveBack({ order: number, refund, condition }: Extract<Step, { do: 'giveBack' }>): Promise<void> {
    const [line] = orders.get(number)?.lines ?? []
    if (line === undefined || line.sku === 'tv') return
    const receipt = { afterSalesId: orderKey('app', 's1', `${number}-r${refund}`), receiptId: `rc-${next()}`, location: 'HZ' }
    const unit = { lineId: line.lineId, sku: line.sku, quantity: 1, serialNumbers: [] }
    await ask('ReceiveReturn', { ...receipt, units: [unit], receivedAt: now() })
    await ask('InspectReturn', { ...receipt, units: [{ ...unit, condition }], inspectedAt: now() })
  }

  async function stock({ what, sku, location, units }: Extract<Step, { do: 'stock' }>): Promise<void> {
    const at = { ...where(sku, location), documentId: `doc-${next()}`, askedAt: now() }
    if (what === 'receive') await ask('ReceiveStock', { ...at, quantity: units })
    else if (what === 'count') await ask('CountStock', { ...at, counted: units })
    else await ask('DamageStock', { ...at, quantity: units, reason: 'fell' })
  }

  /** What is in memory is gone: while nothing happens, or before an ask is heard or answered. */
  async function restart({ ask: at, isDone }: Extract<Step, { do: 'restart' }>): Promise<void> {
    if (at === null) return world.restart()
    let left = at
    world.decideFates(() => {
      left -= 1
      return left === -1 ? (isDone ? 'dieAfter' : 'dieBefore') : 'pass'
    })
  }

  async function act(step: Step): Promise<unknown> {
    world.clock.advanceTo(now() + 1_000)
    switch (step.do) {
      case 'edit':
        return edit(step)
      case 'operate':
        return operate(step)
      case 'hand':
        return hand(step)
      case 'warehouse':
        return warehouse(step)
      case 'feel':
        return world.wms.feels(step.method, step.mood)
      case 'track':
        return track(step)
      case 'crew':
        return crew(step)
      case 'refund': {
        const payload = refundOf(orders.get(step.order), String(step.order), { ...step, atOnce: null }, now())
        return world.send(payload)
      }
      case 'giveBack':
        return giveBack(step)
      case 'stock':
        return stock(step)
      case 'restart':
        return restart(step)
      case 'pass':
        return world.pass(step.minutes * minuteMs)
    }
  }

  return {
    orders,
    async place(step: Placing): Promise<void> {
      world.clock.advanceTo(now() + 1_000)
      const order = {
        ...placed(String(step.order), { ...step, appointed: null } as never, now()),
        installs: step.lines.map(({ install }) => install),
      }
      orders.set(step.order, order)
      await say(order)
      await drain()
    },
    async act(step: Step): Promise<void> {
      await act(step)
      await drain()
    },
    /** What is under way comes to its end: all that is to be sent is sent and delivered, crews come, channels end their cases. */
    async finish(): Promise<void> {
      for (const sku of ['fridge', 'oven', 'tv'] as const)
        for (const location of ['HZ', 'SH'] as const) await stock({ do: 'stock', what: 'receive', sku, location, units: 50 })
      await drain()
      for (const order of orders.values()) {
        order.held = false
        if (!order.closed) order.paidAt ??= order.cashOnDelivery ? null : now()
        await say(order)
        await ask('ReleaseOrder', { orderId: orderId(Number(order.orderId)), reason: 'operator' })
        await drain()
      }
      await daysPass(12)
      for (const order of orders.values()) {
        if (order.closed) continue
        order.deliveredAt ??= now()
        order.finishedAt ??= now()
        await say(order)
        await drain()
      }
      for (const id of await world.orderIds()) await ask('CompleteOrder', { orderId: id, completedAt: now() })
      await drain()
      // What was completed before it left is given out only now, where stock came after it was given up.
      await daysPass(4)
    },
  }

  /** Under its own name, or in a delivery of several. */
  function isWithWarehouse(fulfilmentId: string): boolean {
    const [, order] = /^(.*)\.\d+@HZ$/.exec(fulfilmentId) ?? []
    const channelOrderId = order === undefined ? '' : parseStreamKey(order).parts.at(-1)!
    const isIn = ({ code, body, state }: SimulatedOrder) =>
      state !== 'cancelled' && (`${code}@HZ` === fulfilmentId || body.includes(`<sourceOrderCode>${channelOrderId}<`))
    return [...world.wms.orders.values()].some(isIn)
  }

  /** Whoever has something to send, deliver or install does, every day. */
  async function daysPass(days: number): Promise<void> {
    for (let day = 0; day < days; day++) {
      for (let ahead = 0; ahead < 4; ahead++)
        await ask('OfferCapacity', {
          ...{ area: district, date: world.date(ahead), provider: 'P1', slot: 'afternoon', offeredFor: null, quantity: 9 },
          ...{ overbookPercent: 0, setAt: now() + next() },
        })
      await drain()
      for (const name of [...world.wms.orders.keys()]) await warehouseSends(name, true)
      for (const id of await world.orderIds()) await finishOrder(id)
      await world.pass(26 * 60 * minuteMs)
    }
  }

  async function finishOrder(id: string): Promise<void> {
    for (const of of await world.worksOf(id)) {
      // What the warehouse neither has nor lets go of is settled by people.
      const isNowhere = of.work.callOff?.answer === 'refused' && isOpen(of.work) && !isWithWarehouse(of.fulfilmentId)
      if (isNowhere) await ask('SettleCallOff', { fulfilmentId: of.fulfilmentId, outcome: 'calledOff', reason: 'asked by phone' })
      if (isOpen(of.work) && of.location === 'SH') await dispatch(of, true)
      await drain()
    }
    for (const { fulfilmentId, work } of await world.worksOf(id))
      for (const [shipmentId, { outcome }] of work.shipments)
        if (outcome === null) await ask('DeliverShipment', { fulfilmentId, shipmentId, deliveredAt: now() })
    await drain()
    for (const card of await world.cardsOf(id)) if (card.phase === 'booked') await completeCard(card)
    await drain()
  }
}

export type Player = ReturnType<typeof playerOf>

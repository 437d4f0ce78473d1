import type { EventOfType } from '../../domain/events.ts'
import type { Fact } from '../message.ts'
import { type Random, randomFor } from '../random.ts'
import { hourMs, minuteMs, toSecond } from '../times.ts'
import { brokenPushOf, pushOf, type Scan } from './kuaidi100.ts'
import type { OrderLife, Outside, Partner } from './partner.ts'

const refused: Fact = { is: 'cause', cause: 'parcelRefused' }
const unreadable: Fact = { is: 'cause', cause: 'traceUnreadable' }
const unmatched: Fact = { is: 'cause', cause: 'traceUnmatched' }

/** How many parcels are told of on the way as well, not only when they arrive. */
const onTheWayRate = 0.2
/** Of these, how many times that word comes after word of the arrival. */
const overtakenRate = 0.25
const repeatRate = 0.05
const brokenRate = 0.004
const mistakenRate = 0.004

type Dispatched = EventOfType<'ShipmentDispatched'>['data']
interface Way {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/** Hours on the way: within a city, a province, the country. */
function hoursFor({ from, to }: Way, random: Random): number {
  if (from[1] === to[1]) return random.whole(5, 22)
  return from[0] === to[0] ? random.whole(14, 34) : random.whole(28, 76)
}

const couriers = ['王师傅', '刘师傅', '陈师傅']

const collected = (at: number): Scan => ({ at, status: '揽收', statusCode: '103', context: '快件已由营业点揽收' })
const arrived = (at: number): Scan => ({ at, status: '干线到仓', statusCode: '1001', context: '到达派送仓，待送装预约' })

function ending(life: OrderLife | null, at: number, random: Random): readonly Scan[] {
  const phone = `1${random.digits(10)}`
  const out: Scan = { at: at - 90 * minuteMs, status: '派件', statusCode: '5', context: `${random.pick(couriers)} ${phone} 正在派件` }
  const name = life?.story.sale.buyer?.name ?? '本人'
  if (life?.story.manner !== 'refuses') return [out, { at, status: '签收', statusCode: '3', context: `已签收，签收人：${name}` }]
  const back = { at: at + 40 * hourMs, status: '退签', statusCode: '4', context: '退回件已签收' }
  return [out, { at, status: '拒签', statusCode: '14', context: `${name} 拒收` }, back]
}

/** Carriers push where parcels are: late, twice, out of order, of parcels nobody knows; never of what a crew brings itself beyond its last station. */
export function createCarriers({ seed, agenda, doors, orders }: Outside, now: () => number): Partner {
  const ways = new Map<string, Way>()
  /** By waybill. */
  const pickups = new Map<string, Scan>()
  const turned = new Set<string>()

  function push(waybill: string, scans: readonly Scan[], at: number, facts: readonly Fact[], random: Random, isBack = false): void {
    const body = pushOf(waybill, scans)
    // What was turned round does not come where it was to go.
    const isSo = () => isBack || !turned.has(waybill)
    agenda.add({ at, about: waybill, isTrace: true, run: () => (isSo() ? doors.push(body, 'taken', facts) : null) })
    if (!random.chance(repeatRate)) return
    const again = at + random.whole(1, 300) * minuteMs
    agenda.add({ at: again, about: waybill, isTrace: true, run: () => (isSo() ? doors.push(body, 'duplicate') : null) })
  }

  function turnRound(waybill: string | null): void {
    const pickedUp = waybill === null ? undefined : pickups.get(waybill)
    if (waybill === null || pickedUp === undefined) return
    turned.add(waybill)
    const random = randomFor(seed, 'turned round', waybill)
    const at = toSecond(now() + random.whole(2 * 60, 20 * 60) * minuteMs)
    const back = at + random.whole(8, 40) * hourMs
    const scans = [
      pickedUp,
      { at, status: '退回', statusCode: '6', context: '应寄件方要求，快件退回中' },
      { at: back, status: '退签', statusCode: '4', context: '退回件已签收' },
    ]
    push(waybill, scans, back + 5 * minuteMs, [refused], random, true)
  }

  function mishaps(waybill: string, at: number, random: Random): void {
    if (random.chance(brokenRate))
      agenda.add({
        ...{ at: at + minuteMs, about: `${waybill}-broken`, isTrace: true },
        run: () => doors.push(brokenPushOf(waybill), 'unreadable', [unreadable]),
      })
    if (!random.chance(mistakenRate)) return
    // A digit was typed wrong: no parcel of ours goes by it.
    const other = `${waybill}X`
    agenda.add({
      ...{ at: at + minuteMs, about: other, isTrace: true },
      run: () => doors.push(pushOf(other, [collected(at)]), 'taken', [unmatched]),
    })
  }

  function carry({ orderId, fulfilmentId, waybill, dispatchedAt, lines }: Dispatched): void {
    const way = ways.get(fulfilmentId)
    if (waybill === null || way === undefined) return
    const random = randomFor(seed, 'carrier', waybill)
    const life = orders.get(orderId)
    const pickedUp = collected(toSecond(dispatchedAt + random.whole(20, 90) * minuteMs))
    const hours = hoursFor(way, random)
    const at = toSecond(dispatchedAt + (hours * 60 + random.whole(0, 59)) * minuteMs)
    pickups.set(waybill, pickedUp)
    mishaps(waybill, pickedUp.at, random)
    if (life?.story.manner === 'loses') {
      push(waybill, [pickedUp], pickedUp.at + 5 * minuteMs, [], random)
      return
    }
    // A crew brings it from there, and says itself what came of it.
    if (lines.some(({ lineId }) => life?.broughtLines.has(lineId))) {
      push(waybill, [pickedUp, arrived(at)], at, [], random)
      return
    }
    const scans = [pickedUp, ...ending(life, at, random)]
    const last = scans.at(-1)!.at
    if (random.chance(onTheWayRate)) {
      const comesAt = random.chance(overtakenRate) ? last + random.whole(5, 240) * minuteMs : pickedUp.at + 5 * minuteMs
      push(waybill, [pickedUp], comesAt, [], random)
    }
    push(waybill, scans, last + random.whole(1, 10) * minuteMs, life?.story.manner === 'refuses' ? [refused] : [], random)
  }

  return {
    sees: {
      FulfilmentRequested({ fulfilmentId, regionPath, shipTo }) {
        ways.set(fulfilmentId, { from: regionPath, to: shipTo })
      },
      ShipmentDispatched: carry,
      InterceptRequested: ({ waybill }) => turnRound(waybill),
    },
  }
}

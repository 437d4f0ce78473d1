import type { Fact } from '../message.ts'
import { randomFor } from '../random.ts'
import { minuteMs, secondMs, toSecond } from '../times.ts'
import type { Outside } from './partner.ts'
import { type Answer, type Confirm, type ConfirmedUnits, confirmText, type Delivery, type Message, read, replied, signed } from './qimen.ts'

const lacking: Fact = { is: 'cause', cause: 'lacking' }
const unanswered: Fact = { is: 'cause', cause: 'warehouseSystemUnanswered' }
const unreadable: readonly Fact[] = [{ is: 'exception', code: 'UNPARSABLE' }]

const unansweredRate = 0.02
const lackRate = 0.02
const severalParcelsRate = 0.15
const repeatRate = 0.05
const unreadableRate = 0.01

interface Order {
  readonly location: string
  readonly delivery: Delivery
  isOver: boolean
  hasSent: boolean
}

/** What each location's system signs with. */
export const secretOf = (location: string): string => `secret of ${location}`

/** Systems of warehouses: they take orders as documents, and confirm in messages of their own what left. */
export interface WarehouseSystems {
  take(message: Message): Answer
}

export function createWarehouseSystems({ seed, agenda, doors }: Outside, now: () => number): WarehouseSystems {
  const orders = new Map<string, Order>()
  const heard = new Set<string>()

  function knock(order: Order, confirm: Confirm, expected: 'applied' | 'duplicate' | 'exception', facts: readonly Fact[] = []): void {
    const { location, delivery } = order
    const at = confirm.confirmedAt + (expected === 'duplicate' ? 40 * minuteMs : 0)
    agenda.add({
      at,
      about: delivery.orderCode,
      run() {
        if (order.isOver) return null
        order.hasSent = true
        const whole = confirmText(confirm)
        const text = expected === 'exception' ? whole.slice(0, Math.floor(whole.length * 0.7)) : whole
        const parameters = signed('deliveryorder.confirm', at, text, secretOf(location))
        return doors.confirm(location, parameters, Buffer.from(text), expected, facts)
      },
    })
  }

  function work(order: Order): void {
    const { orderCode, lines } = order.delivery
    const random = randomFor(seed, 'warehouse system', order.location, orderCode)
    const leavesAt = toSecond(now() + random.whole(100, 30 * 60) * minuteMs)
    const all = lines.map(({ lineNumber, sku, quantity }): ConfirmedUnits => ({ lineNumber, sku, quantity }))
    const isSeveral = all.length > 1 && random.chance(severalParcelsRate)
    const isShort = !isSeveral && all.length > 1 && random.chance(lackRate)
    const parts = isSeveral ? [all.slice(0, 1), all.slice(1)] : [isShort ? all.slice(1) : all]
    const confirms = parts.map((units, place): Confirm => {
      const number = `${orderCode}-${place + 1}`
      return {
        ...{
          orderCode,
          messageNumber: `C${number}`,
          isFinal: place === parts.length - 1,
          confirmedAt: leavesAt + place * 2 * 60 * minuteMs,
        },
        ...{ waybill: `SF${randomFor('waybill', order.location, number).digits(13)}`, units },
      }
    })
    const [first] = confirms
    if (random.chance(unreadableRate)) knock(order, { ...first!, confirmedAt: leavesAt - 90 * secondMs }, 'exception', unreadable)
    for (const confirm of confirms) {
      knock(order, confirm, 'applied', isShort ? [lacking] : [])
      if (random.chance(repeatRate)) knock(order, confirm, 'duplicate')
    }
  }

  function create(delivery: Delivery, location: string): Answer {
    const key = `${location} ${delivery.orderCode}`
    if (!heard.has(key) && randomFor(seed, 'unanswered', key).chance(unansweredRate)) {
      heard.add(key)
      doors.note([unanswered])
      return { outcome: 'unanswered', code: 'TIMEOUT' }
    }
    const order: Order = { location, delivery, isOver: false, hasSent: false }
    orders.set(key, order)
    work(order)
    return replied('success')
  }

  return {
    take(message) {
      const heardOf = read(message, secretOf)
      if ('refused' in heardOf) return replied('failure', heardOf.refused)
      const { location, document } = heardOf
      if (document.method === 'deliveryorder.create') return create(document.delivery, location)
      if (document.method === 'returnorder.create') return replied('success')
      const order = orders.get(`${location} ${document.orderCode}`)
      if (order?.hasSent) return replied('failure', 'SENT')
      if (order !== undefined) order.isOver = true
      return replied('success')
    },
  }
}

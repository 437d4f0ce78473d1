import type { Breach, Law } from './law.ts'

interface Open {
  readonly orderId: string
  quantity: number
}

/**
 * Nothing was ever promised beyond what was there, each promise ends once, and open ones belong to orders that are not over, or to work that another
 * system has and has not given up: what of that leaves is not known yet.
 * @param settled Position up to which the processes have dealt with the log: what an order's end leads to may still be under way after it.
 */
export function reservationLaw(settled: bigint): Law & { readonly oversold: number } {
  const open = new Map<string, Map<string, Open>>()
  const onHand = new Map<string, { units: number; reserved: number }>()
  const over = new Map<string, bigint>()
  const handedOver = new Map<string, Set<string>>()
  const broken: Breach[] = []
  let oversold = 0
  const name = 'promises'
  const units = (stream: string) => onHand.get(stream) ?? onHand.set(stream, { units: 0, reserved: 0 }).get(stream)!

  function close(stream: string, position: bigint, reservationId: string, quantity: number): void {
    const reservation = open.get(stream)?.get(reservationId)
    const left = (reservation?.quantity ?? 0) - quantity
    if (left < 0 && broken.length < 100) {
      const where = `${stream} ${reservationId}`
      const says = 'released and issued together are no more than promised'
      broken.push({ law: name, where, says, counted: left, shown: 0, position: String(position) })
    }
    if (reservation !== undefined && left > 0) reservation.quantity = left
    else open.get(stream)?.delete(reservationId)
  }

  return {
    name,
    types: [
      ...['StockReceived', 'StockReturned', 'StockGraded', 'StockAdjusted', 'StockCounted', 'StockDamaged', 'StockIssued'],
      ...['TransferDispatched', 'TransferReceived', 'StockReserved', 'ReservationReleased', 'OrderCancelled', 'OrderReinstated'],
      ...['FulfilmentHandedOver', 'FulfilmentCancelled', 'FulfilmentRejected', 'FulfilmentExpired'],
    ],
    get oversold() {
      return oversold
    },
    see({ type, stream, position, data }) {
      if (type === 'OrderCancelled') return void over.set(data.orderId, position)
      if (type === 'OrderReinstated') return void over.delete(data.orderId)
      if (type === 'FulfilmentHandedOver') {
        handedOver.set(data.orderId, (handedOver.get(data.orderId) ?? new Set<string>()).add(data.fulfilmentId))
        return
      }
      if (type === 'FulfilmentCancelled' || type === 'FulfilmentRejected' || type === 'FulfilmentExpired') {
        const open = handedOver.get(data.orderId)
        open?.delete(data.fulfilmentId)
        if (open?.size === 0) handedOver.delete(data.orderId)
        return
      }
      const here = units(stream)
      if (type === 'StockReserved') {
        here.reserved += data.quantity
        const reservations = open.get(stream) ?? new Map<string, Open>()
        open.set(stream, reservations.set(data.reservationId, { orderId: data.orderId, quantity: data.quantity }))
        oversold += Math.max(0, Math.min(data.quantity, here.reserved - here.units))
      } else if (type === 'ReservationReleased' || type === 'StockIssued') {
        here.reserved -= data.quantity
        if (type === 'StockIssued') here.units -= data.quantity
        close(stream, position, data.reservationId, data.quantity)
      } else if (type === 'StockReturned') here.units += data.condition === 'sellable' ? data.quantity : 0
      else if (type === 'StockGraded') here.units += data.condition === 'sellable' ? data.quantity : 0
      else if (type === 'StockDamaged' || type === 'TransferDispatched') here.units -= data.quantity
      else here.units += data.difference ?? data.quantity
    },
    async *breaches() {
      yield* broken
      if (oversold > 0)
        yield { law: name, where: 'all locations', says: 'units promised beyond what was there', counted: oversold, shown: 0 }
      for (const [stream, reservations] of open) {
        for (const [reservationId, { orderId, quantity }] of reservations) {
          const end = over.get(orderId)
          if (end === undefined || end > settled || handedOver.has(orderId)) continue
          const where = `${stream} ${reservationId}`
          yield { law: name, where, says: 'an order that is over holds no units', counted: quantity, shown: 0, position: String(end) }
        }
      }
    },
  }
}

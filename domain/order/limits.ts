import { type Rejection, reject } from '../shared/decision.ts'
import type { ChannelOrder } from './channel-order.ts'

/** An order is held in memory with every unit, payment, refund and shipment of it: so there is a limit to each. */
export const orderLimits = { units: 10_000, payments: 500, refunds: 1_000, shipments: 1_000 } as const

export const beyondLimit = (what: keyof typeof orderLimits, number: number): Rejection | null =>
  number > orderLimits[what] ? reject('ORDER_TOO_LARGE', { what, number, limit: orderLimits[what] }) : null

export const unitsBeyondLimit = (order: ChannelOrder): Rejection | null => {
  let units = 1
  for (const line of order.lines) units += line.quantity
  return beyondLimit('units', units)
}

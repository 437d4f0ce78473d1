import type { Channel } from '../shared/fields.ts'
import type { StockChange, StockEvent } from './events.ts'
import { movementAt } from './movement.ts'
import type { ChannelShare, Stock } from './state.ts'

/** What is left of a channel's quota: units open for it and issued since it was set are taken. Null without a quota. */
export function quotaLeft({ quota, reserved, issued }: Readonly<ChannelShare>): number | null {
  return quota === null || quota.units === null ? null : Math.max(0, quota.units - reserved - issued)
}

/**
 * Units not promised, kept back, or kept for another channel; O(1) in open reservations.
 * Negative when more is promised or kept than is there: a count or damage found fewer, or safety stock and quotas were set higher.
 */
export function free(stock: Readonly<Stock>, channel: Channel): number {
  let units = stock.onHand - stock.reserved - stock.safety.units
  for (const [other, share] of stock.channels) {
    if (other !== channel && share.quota?.kind === 'exclusive') units -= quotaLeft(share) ?? 0
  }
  return units
}

/** Units a channel may still be promised. A channel with exclusive units may also take free ones beyond them. */
export function available(stock: Readonly<Stock>, channel: Channel): number {
  const share = stock.channels.get(channel)
  const units = free(stock, channel)
  return share?.quota?.kind === 'shared' ? Math.min(units, quotaLeft(share) ?? units) : units
}

/** What availability is made of. */
export type Units = { readonly onHand: number; readonly reserved: number; readonly safetyStock: number }

/** Units a location may promise to anybody who has no units of his own there. */
export const availableToPromise = ({ onHand, reserved, safetyStock }: Units): number => Math.max(0, onHand - reserved - safetyStock)

/**
 * Changes with what each found and left available. Whoever sums over many locations, or tells a channel what is left, needs no state of
 * the location then: what one location lacks does not lessen what another has, so availability adds up by location only.
 */
export function withAvailability(stock: Units, changes: readonly StockChange[]): StockEvent[] {
  let units = stock
  return changes.map((change) => {
    const before = availableToPromise(units)
    units = moved(units, change)
    return { type: change.type, data: { ...change.data, availableToPromise: { before, after: availableToPromise(units) } } } as StockEvent
  })
}

export function moved({ onHand, reserved, safetyStock }: Units, change: StockChange): Units {
  const by = movementAt(change, true, false)
  return { onHand: onHand + by.onHand, reserved: reserved + by.reserved, safetyStock: safetyStock + by.safetyStock }
}

import type { Channel } from '../shared/fields.ts'
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

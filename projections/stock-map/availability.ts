import { availableToPromise } from '../../domain/stock/available.ts'
import type { ChannelStock, StockCell } from './document.ts'

/** The rule of `domain/stock/available.ts`, on the document: what is kept for one channel is not there for the others. */
export function deriveAvailability(cell: StockCell): StockCell {
  const free = cell.onHand - cell.reserved - cell.safetyStock
  cell.availableToPromise = availableToPromise(cell)
  let keptForChannels = 0
  for (const name in cell.channels) keptForChannels += exclusiveLeft(cell.channels[name as keyof typeof cell.channels]!)
  for (const name in cell.channels) {
    const share = cell.channels[name as keyof typeof cell.channels]!
    const units = free - keptForChannels + exclusiveLeft(share)
    share.availableToPromise = Math.max(0, share.quotaKind === 'shared' ? Math.min(units, quotaLeft(share)) : units)
  }
  return cell
}

const quotaLeft = ({ quota, reserved, issued }: ChannelStock): number => Math.max(0, (quota ?? 0) - reserved - issued)
const exclusiveLeft = (share: ChannelStock): number => (share.quotaKind === 'exclusive' ? quotaLeft(share) : 0)

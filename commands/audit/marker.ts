import { flagsIn } from '../../domain/audit/flags.ts'
import type { CanonicalOrder } from '../../domain/channel/canonical.ts'
import type { ChannelOrder } from '../../domain/order/channel-order.ts'
import type { Policies } from '../policies/port.ts'
import type { Clock } from '../ports/clock.ts'

/** What an audit will want to know of texts that are sealed once the order is in; nothing while the policy names no words. */
export type Marker = (order: Pick<CanonicalOrder, 'buyer' | 'remarks'>) => Promise<Pick<ChannelOrder, 'addressFlags' | 'remarkFlags'>>

export const createMarker =
  ({ policies, clock }: { readonly policies: Policies; readonly clock: Clock }): Marker =>
  async ({ buyer, remarks }) => {
    const { keywords } = (await policies.inForce('audit', clock.now())).document
    if (keywords === undefined) return {}
    return {
      addressFlags: flagsIn(keywords.address, [buyer.region.town, buyer.address]),
      remarkFlags: flagsIn(keywords.remarks, [remarks.buyer, remarks.seller]),
    }
  }

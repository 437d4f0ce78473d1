import type { CanonicalAfterSale } from '../../../domain/channel/canonical.ts'
import type { AppAfterSale } from './form.ts'

export const readAfterSale = ({ type: _type, orderId, goodsFen: _goodsFen, ...same }: AppAfterSale): CanonicalAfterSale => ({
  ...same,
  channel: 'app',
  channelOrderId: orderId,
  rawStatus: same.status,
})

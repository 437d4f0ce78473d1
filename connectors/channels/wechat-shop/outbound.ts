import type { MessageOf } from '../../../domain/publishing/messages.ts'
import { asJson, type ChannelWriter, codeOf, type Telling, type Untold } from '../../shared/channel-writer.ts'

interface Called {
  readonly path: string
  readonly fields: Readonly<Record<string, unknown>>
}

function stock({ channelSku, channelItem, quantity }: MessageOf<'stock'>): Called | Untold {
  if (channelItem === null) return { untold: 'ITEM_UNKNOWN' }
  const fields = { product_id: channelItem, sku_id: channelSku, diff_type: 3, num: quantity }
  return { path: 'channels/ec/product/stock/update', fields }
}

/** Each parcel names its products, so that an order may leave in parts. */
function shipped({ channelOrderId, carrier, waybill, lines }: MessageOf<'shipped'>): Called | Untold {
  const products = lines.map(({ channelSku, channelItem, quantity }) => ({
    product_id: channelItem,
    sku_id: channelSku,
    product_cnt: quantity,
  }))
  if (products.some(({ product_id }) => product_id === null)) return { untold: 'ITEM_UNKNOWN' }
  const parcel = { deliver_type: 1, delivery_id: carrier ?? 'OTHER', waybill_id: waybill, product_infos: products }
  return { path: 'channels/ec/order/delivery/send', fields: { order_id: channelOrderId, delivery_list: [parcel] } }
}

/** The same method agrees to a return (1) and pays it once it is back (2): left out, it would go by where the case is, and a repeat would pay. */
function agreed({ refundId, afterSalesKind }: MessageOf<'refundAgreed'>, { addressId }: Telling['to']['returns']): Called {
  const path = 'channels/ec/aftersale/acceptapply'
  if (afterSalesKind !== 'returnAndRefund') return { path, fields: { after_sale_order_id: refundId } }
  const address = addressId === null ? {} : { address_id: addressId }
  return { path, fields: { after_sale_order_id: refundId, accept_type: 1, ...address } }
}

function refused({ refundId, reason }: MessageOf<'refundRefused'>, { refuseReasonId }: Telling['to']['returns']): Called | Untold {
  if (refuseReasonId === null) return { untold: 'REFUSE_REASON_UNKNOWN' }
  const fields = { after_sale_order_id: refundId, reject_reason: reason, reject_reason_type: Number(refuseReasonId) }
  return { path: 'channels/ec/aftersale/rejectapply', fields }
}

const returned = ({ refundId, isSound }: MessageOf<'returnInspected'>): Called | Untold =>
  isSound
    ? { path: 'channels/ec/aftersale/acceptapply', fields: { after_sale_order_id: refundId, accept_type: 2 } }
    : { untold: 'RETURN_NOT_SOUND' }

function called({ message, to: { returns } }: Telling): Called | Untold {
  switch (message.kind) {
    case 'stock':
      return stock(message)
    case 'shipped':
      return shipped(message)
    case 'refundAgreed':
      return agreed(message, returns)
    case 'refundRefused':
      return refused(message, returns)
    case 'returnInspected':
      return returned(message)
    default:
      return { untold: 'NOT_TAKEN' }
  }
}

/** It signs nothing: its access token, which is asked for with the secret, is what it knows the shop by. */
export const outbound: ChannelWriter = {
  write(telling) {
    const { to, credentials } = telling
    const call = called(telling)
    if ('untold' in call) return call
    const url = new URL(call.path, to.url.endsWith('/') ? to.url : `${to.url}/`)
    url.searchParams.set('access_token', credentials.accessToken)
    return asJson(url, JSON.stringify(call.fields))
  },
  read({ errcode }) {
    if (typeof errcode !== 'number') return { outcome: 'unanswered', code: 'NOT_ITS_FORM' }
    // -1: the platform is busy, and says to try again later.
    if (errcode === -1) return { outcome: 'unanswered', code: 'isp.busy' }
    return errcode === 0 ? { outcome: 'taken' } : { outcome: 'refused', code: codeOf(errcode) }
  },
}

import type { MessageOf } from '../../../domain/publishing/messages.ts'
import { asForm, type ChannelWriter, codeOf, refusedAs, type Telling, type Untold } from '../../shared/channel-writer.ts'
import { signatureOf } from '../../shared/parameter-signature.ts'
import { isObject } from '../../shared/source.ts'

interface Called {
  readonly type: string
  readonly fields: Readonly<Record<string, string>>
}

function stock({ channelSku, channelItem, quantity }: MessageOf<'stock'>): Called | Untold {
  if (channelItem === null) return { untold: 'ITEM_UNKNOWN' }
  const sku: Record<string, string> = channelSku === channelItem ? {} : { sku_id: channelSku }
  return { type: 'pdd.goods.quantity.update', fields: { goods_id: channelItem, ...sku, quantity: String(quantity), update_type: '1' } }
}

/** The first parcel sends the order; what leaves after it is told as a further waybill of it. */
function shipped({ channelOrderId, carrier, waybill, isFirst, lines }: MessageOf<'shipped'>): Called {
  if (!isFirst) {
    const track = [{ shipping_id: carrier ?? '', tracking_number: waybill }]
    return {
      type: 'pdd.order.upload.extra.logistics',
      fields: { order_sn: channelOrderId, extra_track_type: '1', extra_track_list: JSON.stringify(track) },
    }
  }
  const serials = lines.flatMap(({ serialNumbers }) => serialNumbers)
  return {
    type: 'pdd.logistics.online.send',
    fields: {
      ...{ order_sn: channelOrderId, logistics_id: carrier ?? '', tracking_number: waybill },
      ...(serials.length === 0 ? {} : { feature: `deviceSn=${serials.join(',')};` }),
    },
  }
}

const asked = (type: string, request: object): Called => ({ type, fields: { request: JSON.stringify(request) } })

function agreed(message: MessageOf<'refundAgreed'>, { addressId }: Telling['to']['returns']): Called | Untold {
  const of = { after_sales_id: message.refundId, order_sn: message.channelOrderId }
  if (message.afterSalesKind !== 'returnAndRefund') return asked('pdd.refund.agree', { ...of, operate_desc: '同意退款' })
  if (addressId === null) return { untold: 'RETURN_ADDRESS_UNKNOWN' }
  return asked('pdd.refund.returngoods.agree', { ...of, operate_desc: '同意退货', return_address_id: addressId })
}

/** It pays the buyer on it. */
function returned({ refundId, channelOrderId, waybill, isSound, inspectedAt }: MessageOf<'returnInspected'>): Called | Untold {
  if (!isSound) return { untold: 'RETURN_NOT_SOUND' }
  return asked('pdd.nextone.logistics.warehouse.update', {
    ...{ after_sales_id: refundId, order_sn: channelOrderId, reverse_tracking_number: waybill ?? '' },
    ...{ operate_time: Math.floor(inspectedAt / 1_000), warehouse_status: 1 },
  })
}

function called({ message, to: { returns } }: Telling): Called | Untold {
  switch (message.kind) {
    case 'stock':
      return stock(message)
    case 'shipped':
      return shipped(message)
    case 'refundAgreed':
      return agreed(message, returns)
    case 'returnInspected':
      return returned(message)
    default:
      return { untold: 'NOT_TAKEN' }
  }
}

export const outbound: ChannelWriter = {
  write(telling) {
    const { to, credentials, now } = telling
    const call = called(telling)
    if ('untold' in call) return call
    const parameters = {
      ...{ type: call.type, client_id: to.appKey, access_token: credentials.accessToken, timestamp: String(Math.floor(now / 1_000)) },
      ...{ data_type: 'JSON', version: 'V1', ...call.fields },
    }
    return asForm(new URL(to.url), { ...parameters, sign: signatureOf(credentials.secret, parameters, '') })
  },
  read(answer) {
    const error = answer.error_response
    if (isObject(error)) return refusedAs(codeOf(error.sub_code, error.error_code))
    const inside = Object.entries(answer).find(([name]) => name === 'response' || name.endsWith('_response'))?.[1]
    if (!isObject(inside)) return { outcome: 'unanswered', code: 'NOT_ITS_FORM' }
    const result = isObject(inside.result) ? inside.result : {}
    const isRefused = [inside.is_success, inside.success, result.success, result.succ].includes(false)
    return isRefused ? refusedAs(codeOf(inside.error_code)) : { outcome: 'taken' }
  },
}

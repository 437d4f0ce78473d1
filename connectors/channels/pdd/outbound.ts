import type { MessageOf } from '../../../domain/publishing/events.ts'
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

function called({ message }: Telling): Called | Untold {
  if (message.kind === 'stock') return stock(message)
  return message.kind === 'shipped' ? shipped(message) : { untold: 'NOT_TAKEN' }
}

export const outbound: ChannelWriter = {
  tells: {
    stock: '`pdd.goods.quantity.update`',
    shipped: '`pdd.logistics.online.send`, parcels after the first `pdd.order.upload.extra.logistics`',
  },
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
    const inside = Object.entries(answer).find(([name]) => name.endsWith('_response'))?.[1]
    if (!isObject(inside)) return { outcome: 'unanswered', code: 'NOT_ITS_FORM' }
    return inside.is_success === false ? refusedAs(codeOf(inside.error_code)) : { outcome: 'taken' }
  },
}

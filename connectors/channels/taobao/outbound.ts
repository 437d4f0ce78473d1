import type { MessageOf } from '../../../domain/publishing/events.ts'
import { asForm, type ChannelWriter, codeOf, refusedAs, type Telling, type Untold } from '../../shared/channel-writer.ts'
import { signatureOf } from '../../shared/parameter-signature.ts'
import { isObject } from '../../shared/source.ts'
import { localTimeOf } from '../../shared/time.ts'

interface Called {
  readonly method: string
  readonly fields: Readonly<Record<string, string>>
}

/** A SKU may be listed by the id of its item, where it has none of its own. */
function stock({ channelSku, channelItem, quantity }: MessageOf<'stock'>): Called | Untold {
  if (channelItem === null) return { untold: 'ITEM_UNKNOWN' }
  const sku: Record<string, string> = channelSku === channelItem ? {} : { sku_id: channelSku }
  return { method: 'taobao.item.quantity.update', fields: { num_iid: channelItem, ...sku, quantity: String(quantity), type: '1' } }
}

/** Of an order that leaves in parts, its sub-orders in the parcel are named. */
function shipped({ channelOrderId, carrier, waybill, isWhole, isFirst, lines }: MessageOf<'shipped'>): Called {
  const serials = lines.flatMap(({ lineId, serialNumbers }) => (serialNumbers.length === 0 ? [] : [`${lineId}:${serialNumbers.join(',')}`]))
  return {
    method: 'taobao.logistics.offline.send',
    fields: {
      ...{ tid: channelOrderId, out_sid: waybill, company_code: carrier ?? 'OTHER' },
      ...(isWhole && isFirst ? {} : { is_split: '1', sub_tid: lines.map(({ lineId }) => lineId).join(',') }),
      ...(serials.length === 0 ? {} : { feature: `machineCode=${serials.join('|')}` }),
    },
  }
}

function called({ message }: Telling): Called | Untold {
  if (message.kind === 'stock') return stock(message)
  return message.kind === 'shipped' ? shipped(message) : { untold: 'NOT_TAKEN' }
}

/** Taobao and Tmall, through the open platform's router. What its carriers deliver it knows from them. */
export const outbound: ChannelWriter = {
  tells: { stock: '`taobao.item.quantity.update`', shipped: '`taobao.logistics.offline.send`' },
  write(telling) {
    const { to, credentials, now } = telling
    const call = called(telling)
    if ('untold' in call) return call
    const parameters = {
      ...{ method: call.method, app_key: to.appKey, session: credentials.accessToken, timestamp: localTimeOf(now) },
      ...{ format: 'json', v: '2.0', sign_method: 'md5', ...call.fields },
    }
    return asForm(new URL(to.url), { ...parameters, sign: signatureOf(credentials.secret, parameters, '') })
  },
  read(answer) {
    const error = answer.error_response
    if (isObject(error)) return refusedAs(codeOf(error.sub_code, error.code))
    return Object.keys(answer).some((name) => name.endsWith('_response'))
      ? { outcome: 'taken' }
      : { outcome: 'unanswered', code: 'NOT_ITS_FORM' }
  },
}

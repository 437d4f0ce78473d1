import type { MessageOf } from '../../../domain/publishing/messages.ts'
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

const closed = ({ channelOrderId, cancelledBy }: MessageOf<'closed'>): Called => ({
  method: 'taobao.trade.close',
  fields: { tid: channelOrderId, close_reason: cancelledBy === 'deadline' ? '未及时付款' : '买家不想买了' },
})

/** A version is when the case was changed last; Tmall takes none without it and the phase. */
const versionOf = ({ seenAt, isAfterCompletion }: MessageOf<'refundAgreed' | 'refundRefused'>) => ({
  refund_phase: isAfterCompletion ? 'aftersale' : 'onsale',
  refund_version: String(seenAt ?? ''),
})

function agreed(message: MessageOf<'refundAgreed'>, { addressId }: Telling['to']['returns']): Called {
  const { refundId, refundFen, afterSalesKind } = message
  const { refund_phase, refund_version } = versionOf(message)
  if (afterSalesKind !== 'returnAndRefund')
    return { method: 'taobao.rp.refunds.agree', fields: { refund_infos: [refundId, refundFen, refund_version, refund_phase].join('|') } }
  const address: Record<string, string> = addressId === null ? {} : { seller_address_id: addressId }
  return { method: 'taobao.rp.returngoods.agree', fields: { refund_id: refundId, refund_phase, refund_version, ...address } }
}

/** Tmall wants a picture beside, which the ledger has none of: it refuses then, and somebody has to look. */
const refused = (message: MessageOf<'refundRefused'>, { refuseReasonId }: Telling['to']['returns']): Called => ({
  method: 'taobao.refund.refuse',
  fields: {
    ...{ refund_id: message.refundId, ...versionOf(message), refuse_message: asMessage(message.reason) },
    ...(refuseReasonId === null ? {} : { refuse_reason_id: refuseReasonId }),
  },
})

/** From two to two hundred characters. */
const asMessage = (reason: string): string => (reason.length < 2 ? '不同意退款' : reason.slice(0, 200))

/** It pays the buyer on it. */
const returned = ({ refundId, isSound }: MessageOf<'returnInspected'>): Called | Untold =>
  isSound
    ? { method: 'taobao.nextone.logistics.warehouse.update', fields: { refund_id: refundId, warehouse_status: '1' } }
    : { untold: 'RETURN_NOT_SOUND' }

function called({ message, to: { returns } }: Telling): Called | Untold {
  switch (message.kind) {
    case 'stock':
      return stock(message)
    case 'shipped':
      return shipped(message)
    case 'closed':
      return closed(message)
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

/** Taobao and Tmall, through the open platform's router. */
export const outbound: ChannelWriter = {
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
    const inside = Object.entries(answer).find(([name]) => name.endsWith('_response'))?.[1]
    if (!isObject(inside)) return { outcome: 'unanswered', code: 'NOT_ITS_FORM' }
    const isRefused = [inside.succ, inside.is_success, inside.succeed].includes(false)
    return isRefused ? refusedAs(codeOf(inside.msg_code, inside.err_code)) : { outcome: 'taken' }
  },
}

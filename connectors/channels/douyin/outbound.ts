import { createHmac } from 'node:crypto'
import type { MessageOf } from '../../../domain/publishing/messages.ts'
import { asJson, type ChannelWriter, codeOf, refusedAs, type Telling, type Untold } from '../../shared/channel-writer.ts'
import { isObject } from '../../shared/source.ts'

interface Called {
  readonly method: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** The whole quantity, not a difference; its key makes a repeat one. */
const stock = ({ channelSku, channelItem, quantity }: MessageOf<'stock'>, requestId: string): Called => ({
  method: 'sku.syncStock',
  fields: {
    ...(channelItem === null ? {} : { product_id: channelItem }),
    ...{ sku_id: channelSku, incremental: false, idempotent_id: requestId, stock_num: quantity },
  },
})

/** Of an order that leaves in parts, each parcel names its sub-orders. */
function shipped({ channelOrderId, carrier, waybill, isWhole, isFirst, lines }: MessageOf<'shipped'>, requestId: string): Called {
  const parcel = { company_code: carrier ?? '', logistics_code: waybill }
  if (isWhole && isFirst) return { method: 'order.logisticsAdd', fields: { order_id: channelOrderId, ...parcel } }
  const shippedLines = lines.map(({ lineId, quantity }) => ({ shipped_order_id: lineId, shipped_num: quantity }))
  return {
    method: 'order.logisticsAddMultiPack',
    fields: { order_id: channelOrderId, request_id: requestId, pack_list: [{ shipped_order_info: shippedLines, ...parcel }] },
  }
}

type OfCase = MessageOf<'refundAgreed' | 'refundRefused' | 'returnInspected'>

/** Every decision goes by one method, told apart by a number; with the version that was decided on, another one is refused. */
const operated = (type: number, { refundId, seenAt }: OfCase, more: Readonly<Record<string, unknown>> = {}): Called => {
  const version = seenAt === null ? {} : { update_time: Math.floor(seenAt / 1_000) }
  return { method: 'afterSale.operate', fields: { type, items: [{ aftersale_id: refundId, ...version, ...more }] } }
}

function agreed(message: MessageOf<'refundAgreed'>, { addressId }: Telling['to']['returns']): Called | Untold {
  const { afterSalesKind: kind } = message
  if (kind !== 'returnAndRefund' && kind !== 'exchange') return operated(kind === 'rejectedDelivery' ? 203 : 201, message)
  if (addressId === null) return { untold: 'RETURN_ADDRESS_UNKNOWN' }
  return operated(kind === 'exchange' ? 301 : 101, message, { logistics: { receiver_address_id: Number(addressId) } })
}

/** Once units are back it is the second look that refuses them. */
function refused(message: MessageOf<'refundRefused'>, { refuseReasonId }: Telling['to']['returns']): Called | Untold {
  const { afterSalesKind: kind, isBack, reason } = message
  if (refuseReasonId === null) return { untold: 'REFUSE_REASON_UNKNOWN' }
  const first = kind === 'exchange' ? 302 : kind === 'returnAndRefund' ? 102 : 202
  return operated(isBack && first !== 202 ? first + 10 : first, message, {
    reject_reason_code: Number(refuseReasonId),
    reason,
    remark: reason,
  })
}

function called({ message, requestId, to: { returns } }: Telling): Called | Untold {
  switch (message.kind) {
    case 'stock':
      return stock(message, requestId)
    case 'shipped':
      return shipped(message, requestId)
    case 'refundAgreed':
      return agreed(message, returns)
    case 'refundRefused':
      return refused(message, returns)
    case 'returnInspected':
      return message.isSound ? operated(111, message) : { untold: 'RETURN_NOT_SOUND' }
    default:
      return { untold: 'NOT_TAKEN' }
  }
}

/** Names in order at every depth, as the signature needs them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  )
}

/** Of what was asked of several at once it says what became of each. */
const itemsOf = (data: unknown) => (isObject(data) && Array.isArray(data.items) ? data.items.filter(isObject) : [])

export const outbound: ChannelWriter = {
  write(telling) {
    const { to, credentials, now } = telling
    const call = called(telling)
    if ('untold' in call) return call
    const body = JSON.stringify(sorted(call.fields))
    const timestamp = String(Math.floor(now / 1_000))
    const signed = `app_key${to.appKey}method${call.method}param_json${body}timestamp${timestamp}v2`
    const sign = createHmac('sha256', credentials.secret).update(`${credentials.secret}${signed}${credentials.secret}`).digest('hex')
    const url = new URL(call.method.replace('.', '/'), to.url.endsWith('/') ? to.url : `${to.url}/`)
    const parameters = { app_key: to.appKey, method: call.method, access_token: credentials.accessToken, timestamp, v: '2' }
    for (const [name, value] of Object.entries({ ...parameters, sign_method: 'hmac-sha256', sign })) url.searchParams.set(name, value)
    return asJson(url, body)
  },
  read({ code, err_no, sub_code, data }) {
    const said = code ?? err_no
    if (typeof said !== 'number' && typeof said !== 'string') return { outcome: 'unanswered', code: 'NOT_ITS_FORM' }
    if (said !== 10_000 && said !== 0) return refusedAs(codeOf(sub_code, said))
    const refused = itemsOf(data).find(({ status_code }) => status_code !== undefined && String(status_code) !== '0')
    return refused === undefined ? { outcome: 'taken' } : refusedAs(codeOf(refused.status_code))
  },
}

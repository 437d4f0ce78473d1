import { createHmac } from 'node:crypto'
import type { MessageOf } from '../../../domain/publishing/events.ts'
import { asJson, type ChannelWriter, codeOf, refusedAs, type Telling, type Untold } from '../../shared/channel-writer.ts'

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

function called({ message, requestId }: Telling): Called | Untold {
  if (message.kind === 'stock') return stock(message, requestId)
  return message.kind === 'shipped' ? shipped(message, requestId) : { untold: 'NOT_TAKEN' }
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

export const outbound: ChannelWriter = {
  tells: { stock: '`sku.syncStock`', shipped: '`order.logisticsAdd`, in parts `order.logisticsAddMultiPack`' },
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
  read({ code, err_no, sub_code }) {
    const said = code ?? err_no
    if (typeof said !== 'number' && typeof said !== 'string') return { outcome: 'unanswered', code: 'NOT_ITS_FORM' }
    return said === 10_000 || said === 0 ? { outcome: 'taken' } : refusedAs(codeOf(sub_code, said))
  },
}

import type { MessageOf } from '../../../domain/publishing/messages.ts'
import { asForm, type ChannelWriter, codeOf, refusedAs, type Telling, type Untold } from '../../shared/channel-writer.ts'
import { signatureOf } from '../../shared/parameter-signature.ts'
import { isObject } from '../../shared/source.ts'
import { localTimeOf } from '../../shared/time.ts'

interface Called {
  readonly method: string
  readonly fields: Readonly<Record<string, unknown>>
}

const stock = ({ channelSku, quantity }: MessageOf<'stock'>): Called => ({
  method: 'jingdong.stock.write.updateSkuStock',
  fields: { skuId: channelSku, stockNum: quantity },
})

/** JD splits an order itself, so one parcel ends one order; further waybills of it stand in one field. */
const shipped = ({ channelOrderId, carrier, waybill }: MessageOf<'shipped'>): Called => ({
  method: 'jingdong.pop.order.shipment',
  fields: { orderId: channelOrderId, logiCoprId: carrier ?? '', logiNo: waybill },
})

/** The seller's word on a refund before the order left: 1 yes, 2 no, for another reason than its list has. */
const replied = (refundId: string, status: { readonly status: 1 | 2; readonly rejectType?: 5 }, remark: string): Called => ({
  method: 'jingdong.pop.afs.soa.refundapply.replyRefund',
  fields: { ...status, id: refundId, checkUserName: 'order-ledger', remark },
})

function called({ message }: Telling): Called | Untold {
  switch (message.kind) {
    case 'stock':
      return stock(message)
    case 'shipped':
      return shipped(message)
    case 'refundAgreed':
      return replied(message.refundId, { status: 1 }, '同意退款')
    case 'refundRefused':
      return replied(message.refundId, { status: 2, rejectType: 5 }, message.reason || '不同意退款')
    default:
      return { untold: 'NOT_TAKEN' }
  }
}

/** The part of an answer that is named after the method; JD spells it with a c. */
const insideOf = (answer: Readonly<Record<string, unknown>>): unknown =>
  Object.entries(answer).find(([name]) => /_respon[cs]e$/.test(name) && name !== 'error_response')?.[1]

export const outbound: ChannelWriter = {
  write(telling) {
    const { to, credentials, now } = telling
    const call = called(telling)
    if ('untold' in call) return call
    const parameters = {
      ...{ method: call.method, app_key: to.appKey, access_token: credentials.accessToken, timestamp: localTimeOf(now), v: '2.0' },
      '360buy_param_json': JSON.stringify(call.fields),
    }
    return asForm(new URL(to.url), { ...parameters, sign: signatureOf(credentials.secret, parameters, '') })
  },
  read(answer) {
    const error = answer.error_response
    if (isObject(error)) return refusedAs(codeOf(error.code))
    const inside = insideOf(answer)
    if (!isObject(inside)) return { outcome: 'unanswered', code: 'NOT_ITS_FORM' }
    if (inside.code !== undefined && String(inside.code) !== '0') return refusedAs(codeOf(inside.code))
    const results = Object.values(inside).filter(isObject)
    const refused = results.find(({ success }) => success === false || success === 'false')
    return refused === undefined ? { outcome: 'taken' } : refusedAs(codeOf(refused.errorCode, refused.code))
  },
}

import { hash } from 'node:crypto'
import { XMLParser } from 'fast-xml-parser'
import type { Settings } from '../../compose/settings.ts'
import { localText } from '../times.ts'

/** The form of Qimen as a warehouse system reads and writes it, and its signature: nothing of it is taken from the connector. */

export interface ConfirmedUnits {
  readonly lineNumber: number
  readonly sku: string
  readonly quantity: number
}

export interface Confirm {
  readonly orderCode: string
  readonly messageNumber: string
  readonly isFinal: boolean
  readonly confirmedAt: number
  readonly waybill: string | null
  readonly units: readonly ConfirmedUnits[]
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const element = (name: string, value: string | number): string => `<${name}>${escaped(String(value))}</${name}>`

export function confirmText({ orderCode, messageNumber, isFinal, confirmedAt, waybill, units }: Confirm): string {
  const items = units.map(({ sku, quantity }) => `<item>${element('itemCode', sku)}${element('quantity', quantity)}</item>`).join('')
  const box =
    waybill === null
      ? ''
      : `<package>${element('logisticsCode', 'SF')}${element('expressCode', waybill)}${element('weight', '12.500')}<items>${items}</items></package>`
  const lines = units.map(
    ({ lineNumber, sku, quantity }) =>
      `<orderLine>${element('orderLineNo', lineNumber)}${element('itemCode', sku)}${element('actualQty', quantity)}</orderLine>`,
  )
  const order = [
    element('deliveryOrderCode', orderCode),
    element('orderType', 'JYCK'),
    element('outBizCode', messageNumber),
    element('confirmType', isFinal ? 0 : 1),
    element('orderConfirmTime', localText(confirmedAt)),
    element('status', isFinal ? 'DELIVERED' : 'PARTDELIVERED'),
  ].join('')
  return `<?xml version="1.0" encoding="utf-8"?><request><deliveryOrder>${order}</deliveryOrder><packages>${box}</packages><orderLines>${lines.join('')}</orderLines></request>`
}

type Exchange = NonNullable<Settings['wmsExchange']>
export type Message = Parameters<Exchange>[0]
export type Answer = Awaited<ReturnType<Exchange>>

/** Parameters of its address, with MD5 over secret, parameters by name, body and secret. */
export function signed(method: string, at: number, body: string, secret: string): Readonly<Record<string, string>> {
  const parameters: Readonly<Record<string, string>> = {
    ...{ app_key: 'order-ledger', customerId: 'XUELING', format: 'xml', method: `taobao.qimen.${method}` },
    ...{ sign_method: 'md5', timestamp: localText(at), v: '2.0' },
  }
  return { ...parameters, sign: signatureOf(parameters, body, secret) }
}

function signatureOf(parameters: Readonly<Record<string, string>>, body: string, secret: string): string {
  const named = Object.keys(parameters)
    .sort()
    .map((name) => name + parameters[name])
    .join('')
  return hash('md5', secret + named + body + secret).toUpperCase()
}

/** What it is asked to send. */
export interface Delivery {
  readonly orderCode: string
  readonly lines: readonly ConfirmedUnits[]
}

type Document =
  | { readonly method: 'deliveryorder.create'; readonly delivery: Delivery }
  | { readonly method: 'order.cancel'; readonly orderCode: string }
  | { readonly method: 'returnorder.create' }

interface Request {
  readonly deliveryOrder?: { readonly deliveryOrderCode: string }
  readonly orderCode?: string
  readonly orderLines?: { readonly orderLine: readonly { orderLineNo: string; itemCode: string; planQty: string }[] }
}

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'orderLine' })

/** What the ledger says, as the bytes that came and not as it meant them; refused when it is not signed by whom the location knows. */
export function read(
  { url, body }: Message,
  secretOf: (location: string) => string,
): { readonly location: string; readonly document: Document } | { readonly refused: string } {
  const location = url.hostname.split('.')[0]!.toUpperCase()
  const { sign, ...parameters } = Object.fromEntries(url.searchParams)
  if (sign !== signatureOf(parameters, body, secretOf(location))) return { refused: 'SIGN' }
  const { request } = parser.parse(body) as { readonly request: Request }
  switch (parameters.method) {
    case 'taobao.qimen.deliveryorder.create': {
      const lines = request.orderLines!.orderLine.map(({ orderLineNo, itemCode, planQty }) => {
        return { lineNumber: Number(orderLineNo), sku: itemCode, quantity: Number(planQty) }
      })
      return {
        location,
        document: { method: 'deliveryorder.create', delivery: { orderCode: request.deliveryOrder!.deliveryOrderCode, lines } },
      }
    }
    case 'taobao.qimen.order.cancel':
      return { location, document: { method: 'order.cancel', orderCode: request.orderCode! } }
    case 'taobao.qimen.returnorder.create':
      return { location, document: { method: 'returnorder.create' } }
    default:
      return { refused: 'METHOD' }
  }
}

export const replied = (flag: 'success' | 'failure', code = ''): Answer => ({
  outcome: 'answered',
  body: `<?xml version="1.0" encoding="utf-8"?><response>${element('flag', flag)}${element('code', code)}${element('message', '')}</response>`,
})

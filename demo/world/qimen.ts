import { hash } from 'node:crypto'
import { localText } from '../times.ts'

/** Confirms of a warehouse system in the form of Qimen, and their signature. */

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

/** Parameters of its address, with MD5 over secret, parameters by name, body and secret. */
export function signed(method: string, at: number, body: string, secret: string): Readonly<Record<string, string>> {
  const parameters: Readonly<Record<string, string>> = {
    ...{ app_key: 'order-ledger', customerId: 'XUELING', format: 'xml', method: `taobao.qimen.${method}` },
    ...{ sign_method: 'md5', timestamp: localText(at), v: '2.0' },
  }
  const named = Object.keys(parameters)
    .sort()
    .map((name) => name + parameters[name])
    .join('')
  return { ...parameters, sign: hash('md5', secret + named + body + secret).toUpperCase() }
}

import { hash } from 'node:crypto'
import { localText } from '../times.ts'

/** Pushes of a carrier's trace in the form of Kuaidi100: always the whole trace so far, the latest first. */

export interface Scan {
  readonly at: number
  readonly status: string
  readonly statusCode: string
  readonly context: string
}

/** What the reporter signs with. */
export const reporterSecret = 'between the demo and its carriers'

const formOf = (param: string): Uint8Array => {
  const sign = hash('md5', param + reporterSecret).toUpperCase()
  return Buffer.from(new URLSearchParams({ sign, param }).toString())
}

export function pushOf(waybill: string, scans: readonly Scan[]): Uint8Array {
  const data = scans.toReversed().map(({ at, status, statusCode, context }) => {
    return { time: localText(at), ftime: localText(at), status, statusCode, context }
  })
  const lastResult = { message: 'ok', com: 'jtexpress', nu: waybill, ischeck: '0', state: scans.at(-1)!.statusCode.slice(0, 1), data }
  return formOf(JSON.stringify({ status: 'polling', billstatus: 'got', message: '', lastResult }))
}

/** As it comes when something broke on the way. */
export const brokenPushOf = (waybill: string): Uint8Array => formOf(`{"status":"polling","lastResult":{"nu":"${waybill}"`)

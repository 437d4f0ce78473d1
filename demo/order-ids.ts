import type { Random } from './random.ts'
import type { Channel } from './shops.ts'

const numbered = (number: number, length: number): string => String(number).padStart(length, '0')

/** Order and line ids in the form of each channel; no two sales share one. */
export interface Ids {
  readonly orderId: string
  line(index: number, channelSku: string): string
  refund(index: number): string
  readonly waybill: string
}

export function idsFor(channel: Exclude<Channel, 'pos'>, number: number, random: Random): Ids {
  const salt = random.digits(8)
  const waybill = `YT${random.digits(5)}${numbered(number, 8)}`
  const refund = (prefix: string) => (index: number) => `${prefix}${salt}${numbered(number, 7)}${index}`
  switch (channel) {
    case 'taobao': {
      const own = (prefix: string, index: number) => `${prefix}${salt}${numbered(number, 7)}${index}`
      return { orderId: own('215', 0), line: (index) => own('216', index), refund: refund('150'), waybill }
    }
    case 'jd':
      return { orderId: `31${numbered(number, 10)}`, line: (_, sku) => sku, refund: refund('8'), waybill }
    case 'douyin': {
      const own = (index: number) => `69${salt}${numbered(number, 8)}${index}`
      return { orderId: own(0), line: own, refund: refund('71'), waybill }
    }
    case 'pdd':
      return { orderId: `261111-${salt}${numbered(number, 7)}`, line: (_, sku) => sku, refund: refund('7'), waybill }
    case 'wechat-shop':
      return { orderId: `37${salt}${numbered(number, 9)}`, line: (_, sku) => sku, refund: refund('20'), waybill }
    case 'app':
      return {
        orderId: `APP-${numbered(number, 8)}`,
        line: (index) => `L${index + 1}`,
        refund: (index) => `RF-${number}-${index}`,
        waybill,
      }
  }
}

export function ticketIds(store: string, number: number, date: string): Ids {
  const ticket = (prefix: string) => `${store}.0${1 + (number % 3)}.${date}.${prefix}${numbered(number, 6)}`
  return { orderId: ticket(''), line: (index) => String(index + 1), refund: (index) => ticket(`R${index}`), waybill: '' }
}

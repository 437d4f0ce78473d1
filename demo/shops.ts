import type { Location } from './places.ts'
import { randomFor } from './random.ts'

export const channels = ['taobao', 'jd', 'douyin', 'pdd', 'wechat-shop', 'app', 'pos'] as const
export type Channel = (typeof channels)[number]

export interface Shop {
  readonly channel: Channel
  readonly shop: string
  readonly name: string
}

const online: readonly Shop[] = [
  { channel: 'taobao', shop: '雪岭官方旗舰店', name: '雪岭天猫旗舰店' },
  { channel: 'taobao', shop: '澜川电器专营店', name: '澜川天猫专营店' },
  { channel: 'jd', shop: '10622399', name: '雪岭京东旗舰店' },
  { channel: 'jd', shop: '10622451', name: '厨电京东专营店' },
  { channel: 'douyin', shop: '7784099', name: '雪岭抖店' },
  { channel: 'pdd', shop: '880011', name: '澜川拼多多店' },
  { channel: 'wechat-shop', shop: 'gh_5c1e9a7b2d40', name: '雪岭微信小店' },
  { channel: 'app', shop: 'app-cn', name: '品牌商城' },
]

/** Every store is a shop of the tills. */
export const shopsFor = (stores: readonly Location[]): readonly Shop[] => [
  ...online,
  ...stores.map(({ location, name }): Shop => ({ channel: 'pos', shop: location, name })),
]

const listingDigits: Readonly<Partial<Record<Channel, readonly [prefix: string, digits: number]>>> = {
  taobao: ['50', 11],
  jd: ['1000', 8],
  douyin: ['35', 17],
  pdd: ['15', 11],
  'wechat-shop': ['23', 8],
}

/** What a channel calls one of our SKUs: digits of its own on most, our own code at the till. */
export function channelSkuOf(channel: Channel, sku: string): string {
  const form = listingDigits[channel]
  if (form === undefined) return channel === 'app' ? `A-${sku}` : sku
  const [prefix, digits] = form
  return prefix + randomFor('listing', channel, sku).digits(digits)
}

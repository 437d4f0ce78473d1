import type { Name } from './language.ts'

export const readModelNames: Readonly<Record<string, Name>> = {
  'order-pool': { zh: '订单池', en: 'Order pool' },
  'stock-map': { zh: '库存图谱', en: 'Stock map' },
  'stock-by-area': { zh: '库存（按地区）', en: 'Stock by area' },
  'stock-totals': { zh: '库存合计', en: 'Stock totals' },
  'stock-ages': { zh: '库龄', en: 'Stock ages' },
  fulfilments: { zh: '履约单', en: 'Fulfilments' },
  'slot-calendar': { zh: '时段日历', en: 'Slot calendar' },
  installations: { zh: '安装单', en: 'Installations' },
  traces: { zh: '物流轨迹', en: 'Traces of carriers' },
  exceptions: { zh: '异常', en: 'Exceptions' },
  'channel-pushes': { zh: '渠道推送', en: 'What channels are told' },
  deadlines: { zh: '期限', en: 'Deadlines' },
  waiting: { zh: '等待', en: 'Waiting' },
  skus: { zh: 'SKU', en: 'SKUs' },
  locations: { zh: '地点', en: 'Locations' },
  shops: { zh: '店铺', en: 'Shops' },
  listings: { zh: '铺货', en: 'Listings' },
  policies: { zh: '策略', en: 'Policies' },
  providers: { zh: '服务商', en: 'Providers' },
  coverage: { zh: '服务覆盖', en: 'Coverage' },
  'access-keys': { zh: '访问密钥', en: 'Access keys' },
}

/** One the page does not know yet keeps its own name. */
export const readModelName = (name: string): Name => (Object.hasOwn(readModelNames, name) ? readModelNames[name]! : { zh: name, en: name })

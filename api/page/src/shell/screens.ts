import type { Name } from '../language/language.ts'

/** The screens of the page, as the first part of an address names them. */
export const screens = {
  orders: { zh: '订单池', en: 'Order pool' },
  stock: { zh: '全局库存图谱', en: 'Stock map' },
  fulfilments: { zh: '履约看板', en: 'Fulfilments' },
  visits: { zh: '上门日历', en: 'Visits' },
  exceptions: { zh: '异常', en: 'Exceptions' },
  policies: { zh: '策略', en: 'Policies' },
  status: { zh: '状态', en: 'Status' },
} as const satisfies Readonly<Record<string, Name>>

export type Screen = keyof typeof screens

export const screenOf = (path: readonly string[]): Screen =>
  path[0] !== undefined && Object.hasOwn(screens, path[0]) ? (path[0] as Screen) : 'orders'

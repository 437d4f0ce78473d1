import type { CanonicalOrder } from '../../domain/channel/canonical.ts'
import type { Channel } from '../../domain/shared/fields.ts'
import { expected as douyinRefunded } from './douyin-refunded.ts'
import { expected as jdToShip } from './jd-to-ship.ts'
import { expected as pddToShip } from './pdd-to-ship.ts'
import { expected as taobaoClosed } from './taobao-closed.ts'
import { expected as taobaoFinished } from './taobao-finished.ts'
import { expected as taobaoStoreDelivery } from './taobao-store-delivery.ts'
import { expected as wechatShopDocsample } from './wechat-shop-docsample.ts'

/** Payloads of the platforms themselves, which lie beside the repository where they may be used at all. */
export const realFolder = new URL('../../../shared/data/payloads/', import.meta.url)

export const realPayloads: readonly (readonly [file: string, channel: Channel, order: CanonicalOrder])[] = [
  ['top_trade_452790065331038_closed.json', 'taobao', taobaoClosed],
  ['top_trade_518073718172548_finished.json', 'taobao', taobaoFinished],
  ['top_trade_41171612630246574_o2o_store.json', 'taobao', taobaoStoreDelivery],
  ['jd_pop_order_249786309732.json', 'jd', jdToShip],
  ['douyin_order_6936476692437472563.json', 'douyin', douyinRefunded],
  ['pdd_order_180831-481803633911509.json', 'pdd', pddToShip],
  ['wechat_channels_order_37423523451235145_docsample.json', 'wechat-shop', wechatShopDocsample],
]

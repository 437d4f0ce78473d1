import type { Channel } from '../domain/shared/fields.ts'
import { app } from './channels/app/connector.ts'
import { douyin } from './channels/douyin/connector.ts'
import { jd } from './channels/jd/connector.ts'
import { pdd } from './channels/pdd/connector.ts'
import { pos } from './channels/pos/connector.ts'
import { taobao } from './channels/taobao/connector.ts'
import { wechatShop } from './channels/wechat-shop/connector.ts'
import type { ChannelConnector } from './port.ts'

/** Every channel the ledger reads. A new one is a folder and a line here. */
export const connectors: Readonly<Record<Channel, ChannelConnector>> = { taobao, jd, douyin, pdd, 'wechat-shop': wechatShop, app, pos }

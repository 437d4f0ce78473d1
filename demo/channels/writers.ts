import type { Writer } from '../sale.ts'
import type { Channel } from '../shops.ts'
import { app } from './app.ts'
import { douyin } from './douyin.ts'
import { jd } from './jd.ts'
import { pdd } from './pdd.ts'
import { pos } from './pos.ts'
import { taobao } from './taobao.ts'
import { wechatShop } from './wechat-shop.ts'

export const writers: Readonly<Record<Channel, Writer>> = { taobao, jd, douyin, pdd, 'wechat-shop': wechatShop, app, pos }

import type { Channel } from '../domain/shared/fields.ts'
import { outbound as app } from './channels/app/outbound.ts'
import { outbound as douyin } from './channels/douyin/outbound.ts'
import { outbound as jd } from './channels/jd/outbound.ts'
import { outbound as pdd } from './channels/pdd/outbound.ts'
import { outbound as taobao } from './channels/taobao/outbound.ts'
import { outbound as wechatShop } from './channels/wechat-shop/outbound.ts'
import type { ChannelSender } from './port.ts'
import { type ChannelWriter, senderOf } from './shared/channel-writer.ts'
import { told } from './told.ts'

/** The form of every channel that can be told something; a till cannot. */
export const writers = { taobao, jd, douyin, pdd, 'wechat-shop': wechatShop, app } satisfies { readonly [Name in Channel]?: ChannelWriter }

export const senders: { readonly [Name in Channel]?: ChannelSender } = Object.fromEntries(
  Object.entries(writers).map(([channel, writer]) => [channel, senderOf(writer, told[channel as Channel])]),
)

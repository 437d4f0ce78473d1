import type { Message } from '../message.ts'
import type { Random } from '../random.ts'
import type { Channel } from '../shops.ts'
import { minuteMs, secondMs } from '../times.ts'

/** How a number of units, and an amount a sum depends on, stand in a channel's text. */
const places: Readonly<Record<Channel, { readonly units: RegExp; readonly sum: RegExp }>> = {
  taobao: { units: /("num":)\d+/, sum: /("payment":")(\d+)/ },
  jd: { units: /("itemTotal":)"\d+"/, sum: /("orderPayment":")(\d+)/ },
  douyin: { units: /("item_num":)\d+/, sum: /("pay_amount":)(\d+)/ },
  pdd: { units: /("goods_count":)\d+/, sum: /("pay_amount":")(\d+)/ },
  'wechat-shop': { units: /("sku_cnt":)\d+/, sum: /("order_price":)(\d+)/ },
  app: { units: /("quantity":)\d+/, sum: /("goodsFen":)(\d+)/ },
  pos: { units: /("qty":)\d+/, sum: /("amount":")(\d+)/ },
}

type Spoiling = 'cut' | 'wrongType' | 'wrongSum'

function spoil(text: string, channel: Channel, how: Spoiling, share: number): string {
  if (how === 'cut') return text.slice(0, Math.floor(text.length * share))
  const { units, sum } = places[channel]
  const spoiled =
    how === 'wrongType' ? text.replace(units, '$1"several"') : text.replace(sum, (_, key, amount) => `${key}${Number(amount) + 7}`)
  if (spoiled === text) throw new Error(`nothing to spoil in a message of ${channel}`)
  return spoiled
}

/** The message as it should be comes some minutes after one that cannot be read. */
export function spoiledCopy(message: Message, random: Random): Message {
  const how = random.pick(['cut', 'wrongType', 'wrongSum'] as const)
  const share = 0.2 + 0.7 * random.next()
  return {
    ...message,
    at: message.at - random.whole(1, 10) * minuteMs,
    text: () => spoil(message.text(), message.channel, how, share),
    expected: 'exception',
    facts: [{ is: 'exception', code: how === 'wrongSum' ? 'SUM_BROKEN' : 'UNPARSABLE' }],
    mishap: 'malformed',
  }
}

/** The same bytes again, after seconds or hours. */
export const repeated = (message: Message, random: Random): Message => ({
  ...message,
  at: message.at + (random.chance(0.5) ? random.whole(1, 50) * secondMs : random.whole(5, 240) * minuteMs),
  expected: 'duplicate',
  facts: [],
  mishap: 'duplicate',
})

import { hotSku } from '../goods.ts'
import { type Random, randomFor } from '../random.ts'
import { type Purchase, shop, type Wish, type World } from '../shopping.ts'
import { type Channel, channels } from '../shops.ts'
import { broughtBack, partlyRefunded, refused, returned } from './after-sale.ts'
import { cancelled, unpaid } from './given-up.ts'
import { exchanged, intercepted, lost } from './on-the-way.ts'
import { atTheTill, cashOnDelivery, held, hot, ordinary, presale, toldLate } from './ordinary.ts'
import type { Story } from './told.ts'

/** What may become of a sale, and how often it does. */
interface Fate {
  readonly weight: number
  readonly on: readonly Channel[]
  readonly wish: Wish
  tell(purchase: Purchase, random: Random): Story
}

const online = channels.filter((channel) => channel !== 'pos')
const except = (...without: readonly Channel[]) => online.filter((channel) => !without.includes(channel))

const fates: readonly Fate[] = [
  { weight: 68, on: online, wish: { mayBeHot: true }, tell: ordinary },
  { weight: 6, on: except('jd'), wish: {}, tell: ({ sale }, random) => unpaid(sale, random) },
  { weight: 5, on: online, wish: {}, tell: ({ sale, ids }, random) => cancelled(sale, ids, random) },
  { weight: 4, on: online, wish: {}, tell: partlyRefunded },
  { weight: 4, on: online, wish: {}, tell: (purchase, random) => returned(purchase, random) },
  { weight: 0.3, on: online, wish: { alone: true }, tell: (purchase, random) => returned(purchase, random, 'keeps') },
  { weight: 4, on: ['app'], wish: { alone: true }, tell: refused },
  { weight: 3, on: ['app'], wish: { alone: true }, tell: exchanged },
  { weight: 3, on: ['app'], wish: { alone: true }, tell: intercepted },
  { weight: 2, on: ['app'], wish: { alone: true }, tell: lost },
  { weight: 5, on: except('jd', 'wechat-shop'), wish: { presale: true }, tell: presale },
  { weight: 3, on: ['taobao', 'jd'], wish: { cashOnDelivery: true }, tell: cashOnDelivery },
  { weight: 3, on: ['taobao', 'douyin', 'pdd', 'app'], wish: { delivery: 'storePickup' }, tell: ordinary },
  { weight: 2, on: ['taobao', 'jd', 'douyin', 'pdd'], wish: {}, tell: held },
  { weight: 1, on: except('jd'), wish: {}, tell: toldLate },
  { weight: 75, on: ['pos'], wish: { delivery: 'carryOut' }, tell: ({ sale }) => atTheTill(sale) },
  { weight: 12, on: ['pos'], wish: {}, tell: ({ sale }) => atTheTill(sale) },
  { weight: 5, on: ['pos'], wish: { presale: true }, tell: presale },
  {
    weight: 8,
    on: ['pos'],
    wish: { delivery: 'carryOut', unsubsidised: true },
    tell: ({ sale, ids }, random) => broughtBack(sale, ids, random),
  },
]

const shares: readonly (readonly [Channel, number])[] = [
  ['taobao', 27],
  ['jd', 20],
  ['douyin', 18],
  ['pdd', 13],
  ['wechat-shop', 7],
  ['app', 7],
  ['pos', 8],
]

export function storyOf(world: World, number: number): Story {
  const random = randomFor(world.seed, 'story', number)
  const channel = number <= channels.length ? channels[number - 1]! : random.weighted(shares)
  const fate = random.weighted(fates.filter(({ on }) => on.includes(channel)).map((each) => [each, each.weight] as const))
  const purchase = shop(world, channel, number, fate.wish)
  const isHot = purchase.sale.lines.some(({ sku }) => sku.sku === hotSku.sku)
  return isHot ? hotFate(purchase, random) : fate.tell(purchase, random)
}

function hotFate(purchase: Purchase, random: Random): Story {
  const { sale, ids } = purchase
  const draw = random.next()
  if (draw < 0.06 && sale.channel !== 'jd') return unpaid(sale, random)
  return draw < 0.12 ? cancelled(sale, ids, random) : hot(purchase, random)
}

/** An order of something that is listed nowhere; it is never corrected. */
export function strayOf(world: World, number: number): Story {
  const random = randomFor(world.seed, 'stray', number)
  const { sale } = shop(world, random.weighted(shares), number, { phantom: true })
  const lines = sale.lines.map((line, index) =>
    index > 0 ? line : { ...line, channelSku: `99${random.digits(10)}`, sku: { ...line.sku, sku: `NEW-${number}` } },
  )
  return atTheTill({ ...sale, lines })
}

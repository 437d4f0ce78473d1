import { hotSku } from '../goods.ts'
import { type Random, randomFor } from '../random.ts'
import { type Purchase, shop, type Wish, type World } from '../shopping.ts'
import { type Channel, channels } from '../shops.ts'
import { broughtBack, partlyRefunded, returned } from './after-sale.ts'
import { cancelled, unpaid } from './given-up.ts'
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
  { weight: 68, on: online, wish: { mayBeHot: true }, tell: ({ sale }, random) => ordinary(sale, random) },
  { weight: 6, on: except('jd'), wish: {}, tell: ({ sale }, random) => unpaid(sale, random) },
  { weight: 5, on: online, wish: {}, tell: ({ sale, ids }, random) => cancelled(sale, ids, random) },
  { weight: 4, on: online, wish: {}, tell: ({ sale, ids }, random) => partlyRefunded(sale, ids, random) },
  { weight: 4, on: online, wish: {}, tell: ({ sale, ids }, random) => returned(sale, ids, random) },
  { weight: 5, on: except('jd', 'wechat-shop'), wish: { presale: true }, tell: ({ sale }, random) => presale(sale, random) },
  { weight: 3, on: ['taobao', 'jd'], wish: { cashOnDelivery: true }, tell: ({ sale }, random) => cashOnDelivery(sale, random) },
  {
    weight: 3,
    on: ['taobao', 'douyin', 'pdd', 'app'],
    wish: { delivery: 'storePickup' },
    tell: ({ sale }, random) => ordinary(sale, random),
  },
  { weight: 2, on: ['taobao', 'jd', 'douyin', 'pdd'], wish: {}, tell: ({ sale }, random) => held(sale, random) },
  { weight: 1, on: except('jd'), wish: {}, tell: ({ sale }, random) => toldLate(sale, random) },
  { weight: 75, on: ['pos'], wish: { delivery: 'carryOut' }, tell: ({ sale }) => atTheTill(sale) },
  { weight: 12, on: ['pos'], wish: {}, tell: ({ sale }) => atTheTill(sale) },
  { weight: 5, on: ['pos'], wish: { presale: true }, tell: ({ sale }, random) => presale(sale, random) },
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

function hotFate({ sale, ids }: Purchase, random: Random): Story {
  const draw = random.next()
  if (draw < 0.06 && sale.channel !== 'jd') return unpaid(sale, random)
  return draw < 0.12 ? cancelled(sale, ids, random) : hot(sale, random)
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

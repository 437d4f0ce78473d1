import { round, spread, total } from './amounts.ts'
import { isSubsidised, type Sku } from './goods.ts'
import type { Random } from './random.ts'
import type { Line, Shares } from './sale.ts'
import type { Channel } from './shops.ts'

export interface Item {
  readonly sku: Sku
  readonly quantity: number
  readonly isGift: boolean
}

const nothing: Shares = { itemFen: 0, shopFen: 0, platformFen: 0, creatorFen: 0, governmentFen: 0 }

/** The national scheme of 2026: 15 % of the price after all discounts, at most 1,500 yuan, one piece. */
const subsidyRate = 0.15
const subsidyCapFen = 150_000

const showsPlatform: readonly Channel[] = ['taobao', 'jd', 'douyin', 'pdd', 'wechat-shop', 'app']

interface Chances {
  readonly hasCreator: boolean
  readonly maySubsidise: boolean
}

export type Priced = Omit<Line, 'lineId' | 'channelSku' | 'serialNumbers' | 'installs'>

/** What of each item's list price whom pays; the subsidy is taken last. */
export function priced(items: readonly Item[], channel: Channel, { hasCreator, maySubsidise }: Chances, random: Random): readonly Priced[] {
  const goods = items.filter(({ isGift }) => !isGift)
  const itemFen = goods.map(({ sku, quantity }) => (random.chance(0.4) ? round((sku.listFen * random.whole(3, 10)) / 100) * quantity : 0))
  const left = goods.map(({ sku, quantity }, index) => sku.listFen * quantity - itemFen[index]!)
  const wholeFen = total(left)
  const isTill = channel === 'pos'
  const shopFen = !isTill && wholeFen > 300_000 && random.chance(0.4) ? random.pick([5_000, 10_000, 20_000]) : 0
  const platformFen =
    showsPlatform.includes(channel) && wholeFen > 60_000 && random.chance(0.3) ? random.pick([1_000, 3_000, 5_000, 8_888]) : 0
  const creatorFen = hasCreator && wholeFen > 60_000 && random.chance(0.5) ? random.pick([1_000, 2_000, 5_000]) : 0
  const [ofShop, ofPlatform, ofCreator] = [spread(shopFen, left), spread(platformFen, left), spread(creatorFen, left)]
  const wantsSubsidy =
    maySubsidise &&
    channel !== 'wechat-shop' &&
    goods.length === 1 &&
    goods[0]!.quantity === 1 &&
    isSubsidised(goods[0]!.sku) &&
    random.chance(0.3)
  let place = 0
  return items.map(({ sku, quantity, isGift }) => {
    if (isGift) return { sku, isGift, quantity, unitFen: 0, shares: nothing, payFen: 0 }
    const index = place++
    const beforeFen = left[index]! - ofShop[index]! - ofPlatform[index]! - ofCreator[index]!
    const governmentFen = wantsSubsidy ? Math.min(subsidyCapFen, Math.floor(beforeFen * subsidyRate)) : 0
    const shares = {
      itemFen: itemFen[index]!,
      shopFen: ofShop[index]!,
      platformFen: ofPlatform[index]!,
      creatorFen: ofCreator[index]!,
      governmentFen,
    }
    return { sku, isGift, quantity, unitFen: sku.listFen, shares, payFen: beforeFen - governmentFen }
  })
}

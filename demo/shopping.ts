import { total } from './amounts.ts'
import { type Catalogue, gifts, goodsAtTills, hotSku, type Sku } from './goods.ts'
import { type Moment, momentOf } from './hours.ts'
import { type Ids, idsFor, ticketIds } from './order-ids.ts'
import { type Person, personOf } from './people.ts'
import type { Location } from './places.ts'
import { type Item, priced } from './prices.ts'
import { type Random, randomFor } from './random.ts'
import type { Line, Sale } from './sale.ts'
import { type Channel, channelSkuOf, type Shop } from './shops.ts'
import { dateText } from './times.ts'

export interface World {
  readonly seed: number
  readonly orders: number
  readonly days: number
  readonly catalogue: Catalogue
  readonly stores: readonly Location[]
  readonly shops: readonly Shop[]
}

/** What a story wants of the sale it tells of. */
export interface Wish {
  readonly presale?: boolean
  readonly cashOnDelivery?: boolean
  readonly delivery?: Sale['delivery']
  readonly mayBeHot?: boolean
  /** Nothing else beside it, and nobody comes to install it. */
  readonly alone?: boolean
  /** Without money of the government, which does not come back with a ticket. */
  readonly unsubsidised?: boolean
  /** Of another number than any sale that is placed, for messages that never become an order. */
  readonly phantom?: boolean
}

const creators = ['家电老铁', '装修日记', '好物研究所', '厨房小白', '数码阿泽']
const remarks = ['请工作日送货', '放门口即可', '需要安装', '包装完好', '尽快发货']

const buyersPerOrder = 0.85

export interface Purchase {
  readonly sale: Sale
  readonly ids: Ids
}

export function shop(world: World, channel: Channel, number: number, wish: Wish): Purchase {
  const random = randomFor(world.seed, wish.phantom ? 'phantom' : 'sale', number)
  const moment = momentOf(random, world.days, channel === 'pos' ? 'store' : 'online')
  const store = channel === 'pos' || wish.delivery === 'storePickup' ? random.pick(world.stores) : null
  const delivery = wish.delivery ?? 'ship'
  const isAnonymous = delivery === 'carryOut' && random.chance(0.4)
  const buyer = isAnonymous ? null : personOf(world.seed, random.whole(1, Math.ceil(world.orders * buyersPerOrder)))
  const creator = creatorOf(channel, random)
  const items = itemsOf(world, channel, moment, wish, random)
  const ids = channel === 'pos' ? ticketIds(store!.location, number, dateText(moment.at)) : idsFor(channel, number, random)
  const lines = priced(items, channel, { hasCreator: creator !== null, maySubsidise: !wish.unsubsidised }, random).map(
    (line, index): Line => {
      const channelSku = channelSkuOf(channel, line.sku.sku)
      const serialNumbers = line.sku.serialNumberRequired ? serialNumbersFor(line.sku, number, line.quantity) : []
      return {
        ...line,
        lineId: ids.line(index, channelSku),
        channelSku,
        serialNumbers,
        installs: isInstalled(line, items, channel, delivery),
      }
    },
  )
  const freightFen = delivery === 'ship' && !wish.presale && random.chance(0.1) ? random.whole(10, 60) * 100 : 0
  const payFen = total(lines.map((line) => line.payFen)) + freightFen
  const sale: Sale = {
    ...{ number, channel, delivery, store, creator, buyer, lines, freightFen, payFen },
    shop: channel === 'pos' ? store!.location : random.pick(world.shops.filter((each) => each.channel === channel)).shop,
    orderId: ids.orderId,
    placedAt: moment.at,
    depositFen: wish.presale ? Math.min(10_000, Math.floor(payFen / 10)) : null,
    cashOnDelivery: wish.cashOnDelivery ?? false,
    remark: remarkOf(buyer, random),
    waybill: delivery === 'ship' ? ids.waybill : `${ids.orderId}-handed-over`,
  }
  return { sale, ids }
}

const installed = new Set(['airConditioner', 'waterHeater', 'rangeHood', 'cooktop', 'dishwasher'])
const sellsInstallation = new Set<Channel>(['taobao', 'pdd', 'app', 'pos'])

/** A channel that sells it with the whole order sells none with a gift. */
function isInstalled({ sku, isGift }: Item, items: readonly Item[], channel: Channel, delivery: Sale['delivery']): boolean {
  if (delivery !== 'ship' || isGift || !sellsInstallation.has(channel)) return false
  return installed.has(sku.category) && !(channel === 'pdd' && items.some((each) => each.isGift))
}

const serialNumbersFor = ({ model }: Sku, number: number, quantity: number): readonly string[] =>
  Array.from({ length: quantity }, (_, unit) => `${model}${String(number).padStart(7, '0')}${unit}`)

function creatorOf(channel: Channel, random: Random): Sale['creator'] {
  if ((channel !== 'douyin' && channel !== 'wechat-shop') || !random.chance(0.3)) return null
  const index = random.whole(0, creators.length - 1)
  return { id: `9876543210${index}`, name: creators[index]! }
}

/** Buyers write their phone into remarks, too. */
const remarkOf = (buyer: Person | null, random: Random): string | null => {
  if (buyer === null || !random.chance(0.15)) return null
  return random.chance(0.3) ? `送货前请打 ${buyer.phone} ${buyer.name}` : random.pick(remarks)
}

function itemsOf({ catalogue }: World, channel: Channel, { isFlash }: Moment, wish: Wish, random: Random): readonly Item[] {
  if (wish.mayBeHot && random.chance(isFlash ? 0.4 : 0.01)) return [{ sku: hotSku, quantity: 1, isGift: false }]
  const all = channel === 'pos' ? tillRange(catalogue, wish) : catalogue.goods
  const range = wish.alone ? all.filter(({ category, components }) => !installed.has(category) && components.length === 0) : all
  const several =
    channel === 'pdd' || wish.presale || wish.alone || wish.delivery === 'storePickup'
      ? 1
      : random.weighted([
          [1, 82],
          [2, 14],
          [3, 4],
        ] as const)
  const chosen = new Map<string, Sku>()
  for (let drawn = 0; drawn < several; drawn++) {
    const sku = random.pick(range)
    chosen.set(sku.sku, sku)
  }
  const goods = [...chosen.values()].map((sku) => ({ sku, quantity: random.chance(0.06) && !wish.presale ? 2 : 1, isGift: false }))
  const isGiven = wish.delivery === undefined && !wish.presale && !wish.alone && channel !== 'pos' && random.chance(0.12)
  return isGiven ? [...goods, { sku: random.pick(gifts), quantity: 1, isGift: true }] : goods
}

/** What tills sell; what has to be scanned with its serial number only where it is carried out at once. */
function tillRange({ goods, till }: Catalogue, { delivery }: Wish): readonly Sku[] {
  const plain = goodsAtTills(goods)
  return delivery === 'carryOut' ? [...till, ...till, ...plain] : plain
}

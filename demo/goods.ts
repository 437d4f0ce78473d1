import type { Range } from './places.ts'
import { randomFor } from './random.ts'

export interface Component {
  readonly sku: string
  readonly quantity: number
  readonly priceShare: number
}

export interface Sku {
  readonly sku: string
  readonly name: string
  readonly category: string
  readonly brand: string
  readonly model: string
  readonly energyGrade: 'level1' | 'level2' | 'other' | null
  readonly weightGrams: number
  readonly sizeMillimetres: readonly [number, number, number] | null
  readonly listFen: number
  /** Sold at tills only: its serial numbers are taken when it leaves. */
  readonly serialNumberRequired: boolean
  readonly components: readonly Component[]
  readonly role: 'goods' | 'gift' | 'hot' | 'till'
}

type Template = readonly [
  category: string,
  code: string,
  name: string,
  yuan: number,
  kilograms: number,
  size: readonly [number, number, number],
]

const templates: readonly Template[] = [
  ['refrigerator', 'RF-501', '501 升十字门冰箱', 5299, 110, [940, 760, 1900]],
  ['refrigerator', 'RF-258', '258 升三门冰箱', 2199, 68, [620, 640, 1780]],
  ['washer', 'WM-10', '10 公斤滚筒洗衣机', 2799, 72, [680, 660, 900]],
  ['washer', 'WD-12', '12 公斤洗烘一体机', 4399, 84, [680, 700, 900]],
  ['airConditioner', 'AC-35', '大 1.5 匹壁挂空调', 2999, 45, [950, 380, 620]],
  ['airConditioner', 'AC-72', '3 匹柜式空调', 6499, 98, [600, 600, 1900]],
  ['television', 'TV-65', '65 英寸电视', 3699, 24, [1_600, 180, 960]],
  ['television', 'TV-85', '85 英寸电视', 8299, 52, [2_080, 240, 1_260]],
  ['waterHeater', 'WH-60', '60 升电热水器', 1599, 25, [820, 450, 450]],
  ['waterHeater', 'WG-16', '16 升燃气热水器', 2399, 16, [620, 420, 260]],
  ['rangeHood', 'RH-22', '侧吸油烟机', 1999, 28, [920, 460, 520]],
  ['cooktop', 'CT-5', '双眼燃气灶', 1199, 14, [780, 460, 180]],
  ['dishwasher', 'DW-14', '14 套洗碗机', 3999, 48, [660, 660, 880]],
  ['riceCooker', 'RC-4', '4 升电饭煲', 459, 6, [400, 320, 280]],
  ['airPurifier', 'AP-6', '空气净化器', 1699, 11, [360, 360, 720]],
]

const brands = [
  ['雪岭', 'XL'],
  ['澜川', 'LC'],
  ['极禾', 'JH'],
  ['松砚', 'SY'],
  ['云灶', 'YZ'],
  ['北辰光', 'BC'],
] as const

const graded = new Set(['refrigerator', 'washer', 'airConditioner', 'television', 'waterHeater', 'dishwasher'])

const blank = { serialNumberRequired: false, components: [], role: 'goods' } as const

function skuOf(template: Template, brandIndex: number): Sku {
  const [category, code, name, yuan, kilograms, sizeMillimetres] = template
  const [brand, short] = brands[brandIndex]!
  const random = randomFor('goods', code, short)
  const energyGrade = graded.has(category) ? random.weighted([['level1', 6] as const, ['level2', 3] as const, ['other', 1] as const]) : null
  return {
    ...blank,
    sku: `${code}-${short}`,
    name: `${brand} ${name}`,
    ...{ category, brand, model: `${short}${code.replace('-', '')}`, energyGrade, sizeMillimetres },
    weightGrams: kilograms * 1_000,
    listFen: (yuan + 100 * random.whole(-2, 4)) * 100,
  }
}

const goods: readonly Sku[] = brands.flatMap((_, brandIndex) => templates.map((template) => skuOf(template, brandIndex)))

/** More of it is wanted than there is. */
export const hotSku: Sku = {
  ...{ ...skuOf(templates[4]!, 0), sku: 'AC-35-HOT', name: '雪岭 新一级 1.5 匹空调 狂欢价', model: 'XLAC35H', listFen: 199_900 },
  ...{ energyGrade: 'level1', role: 'hot' },
}

const gift = (sku: string, name: string): Sku => ({
  ...blank,
  ...{ sku, name, category: 'gift', brand: '雪岭', model: sku, energyGrade: null, weightGrams: 800, sizeMillimetres: null },
  ...{ listFen: 3_900, role: 'gift' },
})

export const gifts: readonly Sku[] = [gift('GF-BOX', '保鲜盒三件套'), gift('GF-BAG', '洗护礼包')]

const bundle = (sku: string, name: string, parts: readonly Sku[]): Sku => ({
  ...blank,
  ...{ sku, name, category: 'bundle', brand: parts[0]!.brand, model: sku, energyGrade: null, sizeMillimetres: null },
  weightGrams: parts.reduce((sum, part) => sum + part.weightGrams, 0),
  listFen: parts.reduce((sum, part) => sum + part.listFen, 0),
  components: parts.map((part) => ({ sku: part.sku, quantity: 1, priceShare: part.listFen })),
})

const till = (template: Template, brandIndex: number): Sku => {
  const sku = skuOf(template, brandIndex)
  return { ...sku, sku: `${sku.sku}-S`, name: `${sku.name} 门店款`, serialNumberRequired: true, role: 'till' }
}

const skuNamed = (sku: string): Sku => goods.find((each) => each.sku === sku)!

const bundles = [
  bundle('BD-KITCHEN', '云灶 烟灶套装', [skuNamed('RH-22-YZ'), skuNamed('CT-5-YZ')]),
  bundle('BD-LAUNDRY', '澜川 洗烘套装', [skuNamed('WM-10-LC'), skuNamed('WD-12-LC')]),
]

export interface Catalogue {
  /** Everything, bundles after what they are made of. */
  readonly all: readonly Sku[]
  /** On sale on every channel. */
  readonly goods: readonly Sku[]
  /** At tills only. */
  readonly till: readonly Sku[]
  bySku(sku: string): Sku
}

/** Small days have a small range, so that they open quickly. */
export function catalogueFor(orders: number): Catalogue {
  const stock = goods.filter(
    (sku, index) => index < 20 + orders / 100 || bundles.some(({ components }) => components.some((part) => part.sku === sku.sku)),
  )
  const tills = [till(templates[6]!, 0), till(templates[9]!, 1), till(templates[13]!, 2)]
  const all = [...stock, hotSku, ...gifts, ...tills, ...bundles]
  const bySku = new Map(all.map((sku) => [sku.sku, sku]))
  return { all, goods: [...stock, ...bundles], till: tills, bySku: (sku) => bySku.get(sku)! }
}

/** What the national scheme of 2026 gives on: level 1 of these categories. */
export const isSubsidised = ({ category, energyGrade, role }: Sku): boolean =>
  role !== 'gift' &&
  energyGrade === 'level1' &&
  ['refrigerator', 'washer', 'television', 'airConditioner', 'waterHeater'].includes(category)

export const stockParts = ({ sku, components }: Sku): readonly Pick<Component, 'sku' | 'quantity'>[] =>
  components.length === 0 ? [{ sku, quantity: 1 }] : components

const mostAtTills = 20

/** What sells slowly lies in few places, what is largest is sent by who makes it; parts of a set and what is short lie everywhere. */
export function rangeOf({ sku, role }: Pick<Sku, 'sku' | 'role'>): Range {
  if (role !== 'goods' || bundles.some(({ components }) => components.some((part) => part.sku === sku))) return 'everywhere'
  if (sku.startsWith('TV-85')) return 'supplier'
  return randomFor('range', sku).chance(0.25) ? 'hubs' : 'everywhere'
}

export const goodsAtTills = (goods: readonly Sku[]): readonly Sku[] =>
  goods.filter(({ components }) => components.length === 0).slice(0, mostAtTills)

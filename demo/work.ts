import { type Catalogue, rangeOf, type Sku } from './goods.ts'
import type { Operation } from './message.ts'
import { openingAt, where } from './opening.ts'
import { type Location, warehouses } from './places.ts'
import { randomFor } from './random.ts'
import { hourMs, minuteMs, saleStart } from './times.ts'

const at = (hour: number, minute: number): number => saleStart + hour * hourMs + minute * minuteMs
const operation = (when: number, type: string, data: Readonly<Record<string, unknown>>): Operation => ({
  at: when,
  command: { type, data },
  facts: [],
})

/** What every warehouse has. */
const commonOf = ({ goods }: Catalogue): readonly Sku[] =>
  goods.filter((sku) => sku.components.length === 0 && rangeOf(sku) === 'everywhere')

/** Units kept back, and units kept for one channel or limiting one. */
export function settings(catalogue: Catalogue): readonly Operation[] {
  const [first, second, third] = commonOf(catalogue) as readonly [Sku, Sku, Sku]
  const [north, , south, east] = warehouses as readonly [Location, Location, Location, Location]
  const quota = (sku: Sku, place: Location, channel: string, kind: string, units: number) =>
    operation(openingAt, 'SetChannelQuota', { ...where(sku, place), channel, quota: units, kind, setAt: openingAt })
  return [
    ...warehouses.map((place) => operation(openingAt, 'SetSafetyStock', { ...where(third, place), safetyStock: 5, setAt: openingAt })),
    quota(first, east, 'douyin', 'exclusive', 20),
    quota(second, south, 'pdd', 'shared', 8),
    quota(first, north, 'app', 'exclusive', 5),
  ]
}

/** Between warehouses, in two legs; of one transfer a unit never arrives. */
function transfers(catalogue: Catalogue, seed: number): readonly Operation[] {
  const common = commonOf(catalogue)
  return Array.from({ length: 6 }, (_, index) => {
    const random = randomFor(seed, 'transfer', index)
    const sku = common[index % common.length]!
    const from = warehouses[index]!
    const to = warehouses[(index + 5) % warehouses.length]!
    const quantity = random.whole(4, 10)
    const transferId = `TR-${index + 1}`
    const leaves = at(8 + index, 15)
    const comes = leaves + random.whole(4, 9) * hourMs
    const lost = index === 0 ? 1 : 0
    const arrival = { ...where(sku, to), transferId, documentId: `${transferId}-in`, askedAt: comes }
    return [
      operation(leaves, 'DispatchTransfer', {
        ...{ ...where(sku, from), transferId, to: to.location, toRegionPath: to.place.path, quantity, askedAt: leaves },
      }),
      operation(comes, 'ReceiveTransfer', { ...arrival, quantity: quantity - lost }),
      ...(lost > 0 ? [operation(comes + hourMs, 'LoseTransfer', { ...arrival, documentId: `${transferId}-lost`, quantity: lost })] : []),
    ]
  }).flat()
}

/** Things break and are thrown away, and counts find what books do not say. */
function accidents(catalogue: Catalogue): readonly Operation[] {
  const common = commonOf(catalogue)
  return warehouses.slice(0, 5).flatMap((place, index) => {
    const sku = common[(index + 3) % common.length]!
    const when = at(11 + index, 40)
    const document = (kind: string, askedAt: number) => ({ ...where(sku, place), documentId: `${kind}-${index + 1}`, askedAt })
    return [
      operation(when, 'DamageStock', { ...document('DMG', when), quantity: 2, reason: '叉车碰撞' }),
      operation(when + hourMs, 'ScrapStock', { ...document('SCR', when + hourMs), quantity: 1 }),
      operation(when + 2 * hourMs, 'AdjustStock', {
        ...document('ADJ', when + 2 * hourMs),
        difference: index % 2 === 0 ? 1 : -1,
        reason: '盘点差异',
      }),
    ]
  })
}

export const workOfTheDay = (catalogue: Catalogue, seed: number): readonly Operation[] => [
  ...transfers(catalogue, seed),
  ...accidents(catalogue),
]

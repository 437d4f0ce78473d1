import type { Demand } from './demand.ts'
import { type Catalogue, goodsAtTills, hotSku, rangeOf, type Sku } from './goods.ts'
import type { Operation } from './message.ts'
import { type Location, placesOfRange, supplier, warehouses } from './places.ts'
import type { Line, Sale } from './sale.ts'
import { channelSkuOf, type Shop } from './shops.ts'
import { payWithinMs } from './story/told.ts'
import { hourMs, saleStart } from './times.ts'

/** When the range is listed and the shelves are filled. */
export const openingAt = saleStart - hourMs

const maker = '雪岭制造'
const command = (type: string, data: Readonly<Record<string, unknown>>): Operation => ({
  at: openingAt,
  command: { type, data },
  facts: [],
})

/** The facts of a SKU and a location that every movement carries. */
export const where = ({ sku, category, brand }: Sku, { location, place }: Location) => ({
  sku,
  location,
  regionPath: place.path,
  category,
  brand,
})

export function definitions(catalogue: Catalogue, shops: readonly Shop[], locations: readonly Location[]): readonly Operation[] {
  return [
    ...catalogue.all.map((sku) => {
      const { role: _, components, listFen: listPriceFen, ...facts } = sku
      const kinds = components.map((each) => ({ ...each, kind: 'stock' }))
      return command('DefineSku', { ...facts, listPriceFen, maker, barCode: null, components: kinds, definedAt: openingAt })
    }),
    ...locations.map(({ location, name, kind, place }) => {
      const region = { path: place.path, name: `${place.province} ${place.city} ${place.district}` }
      const storeCode = kind === 'store' ? location : null
      return command('DefineLocation', {
        location,
        name,
        kind,
        region,
        storeCode,
        covers: reachOf(kind, place),
        active: true,
        definedAt: openingAt,
      })
    }),
    ...shops.map(({ channel, shop, name }) =>
      command('DefineShop', {
        channel,
        shop,
        name,
        invoicingEntity: '雪岭电器销售有限公司',
        unpaidTimeoutMs: payWithinMs,
        definedAt: openingAt,
      }),
    ),
    ...shops.flatMap(({ channel, shop }) =>
      listed(catalogue, channel).map(({ sku }) =>
        command('DefineListing', { channel, shop, channelSku: channelSkuOf(channel, sku), sku, effectiveFrom: 0 }),
      ),
    ),
  ]
}

/** A store sends to its own district. */
const reachOf = (kind: Location['kind'], { path }: Location['place']): readonly string[] => (kind === 'store' ? [path[2]] : [])

const listed = (catalogue: Catalogue, channel: Shop['channel']): readonly Sku[] =>
  channel === 'pos' ? [...goodsAtTills(catalogue.goods), ...catalogue.till] : catalogue.all.filter(({ role }) => role !== 'till')

/** What is left over on every shelf: room for damage, counts, transfers and what is kept back. */
const spareAtWarehouse = 60
const spareAtStore = 3

/** How much of what is wanted of the hot SKU there is at first, and how much more comes later. */
const hotShare = 0.6
const laterShare = 0.25

const hotUnitsThereAre = ({ hotUnits }: Demand): number => Math.floor(hotUnits * hotShare)
export const hotUnitsLater = ({ hotUnits }: Demand): number => Math.floor(hotUnits * laterShare)
export const hotUnitsInAll = (demand: Demand): number => hotUnitsThereAre(demand) + hotUnitsLater(demand)

/** Enough of everything everywhere, but of one. */
export function stock(catalogue: Catalogue, stores: readonly Location[], demand: Demand): readonly Operation[] {
  const receive = (sku: Sku, place: Location, quantity: number) =>
    quantity === 0
      ? []
      : [command('ReceiveStock', { ...where(sku, place), documentId: `ASN-${sku.sku}-${place.location}`, quantity, askedAt: openingAt })]
  const stockable = catalogue.all.filter(({ components, role }) => components.length === 0 && role !== 'hot')
  const wanted = (place: Location, sku: Sku) => demand.units.get(place.location)?.get(sku.sku) ?? 0
  const hotUnits = hotUnitsThereAre(demand)
  const shares = warehouses.map(
    (_, index) => Math.floor((hotUnits * (index + 1)) / warehouses.length) - Math.floor((hotUnits * index) / warehouses.length),
  )
  return [
    ...[...warehouses, supplier].flatMap((place) =>
      stockable
        .filter((sku) => sku.role !== 'till' && placesOfRange(rangeOf(sku)).includes(place))
        .flatMap((sku) => receive(sku, place, wanted(place, sku) + spareAtWarehouse)),
    ),
    ...stores.flatMap((place) =>
      stockable.flatMap((sku) => (wanted(place, sku) === 0 ? [] : receive(sku, place, wanted(place, sku) + spareAtStore))),
    ),
    ...warehouses.flatMap((place, index) => receive(hotSku, place, shares[index]!)),
  ]
}

const needsScanning = ({ sku }: Line): boolean => sku.serialNumberRequired

/** Units that will be scanned at a till came to its store before. */
export const serialNumbers = (sales: readonly Sale[]): readonly Operation[] =>
  sales.flatMap(({ lines, store }) =>
    lines.filter(needsScanning).flatMap(({ sku, serialNumbers: numbers }) =>
      numbers.map((serialNumber) =>
        command('ReceiveSerialNumber', {
          ...{ maker, serialNumber, sku: sku.sku, location: store!.location, from: null },
          ...{ documentId: `ASN-${serialNumber}`, askedAt: openingAt },
        }),
      ),
    ),
  )

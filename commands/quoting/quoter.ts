import type { PromotionDocument } from '../../domain/policy/kinds/promotion.ts'
import type { Basket, BasketLine, GiftFacts, Quote } from '../../domain/promotion/basket.ts'
import { quote } from '../../domain/promotion/quote.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import { country } from '../../domain/shared/region.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import { type AreaStock, stockByArea } from '../../projections/stock-by-area/stock-by-area.ts'
import { stockInArea } from '../../projections/stock-map/place.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { Catalogue } from '../catalogue/port.ts'
import type { Policies, PolicyInForce } from '../policies/port.ts'

/** A basket as somebody asks for it: the catalogue says what its SKUs are and what they cost. */
export interface WantedBasket extends Pick<Basket, 'channel' | 'shop' | 'isPresale' | 'tradeIn' | 'freightFen'> {
  readonly lines: readonly { readonly lineId: string; readonly sku: string; readonly quantity: number }[]
}

export interface Quoted {
  readonly quote: Quote
  readonly basket: Basket
  readonly document: PromotionDocument
  readonly policy: Pick<PolicyInForce<PromotionDocument>, 'name' | 'version'>
}

export interface QuoterOptions {
  readonly catalogue: Pick<Catalogue, 'sku' | 'shop'>
  readonly policies: Policies
  /** Where is read how many gifts there are, as far as the read model has come; none while it is built for the first time. */
  readonly documents: DocumentStore
}

export type Quoter = (wanted: WantedBasket, at: number) => Promise<Quoted | Rejection>

/** Prices a basket by the promotions in force at an instant; changes nothing. */
export function createQuoter({ catalogue, policies, documents }: QuoterOptions): Quoter {
  async function giftsOf({ promotions }: PromotionDocument): Promise<ReadonlyMap<string, GiftFacts>> {
    const skus = [...new Set(promotions.flatMap((one) => (one.kind === 'gift' ? one.gifts.map(({ sku }) => sku) : [])))]
    if (skus.length === 0) return new Map()
    const stock = await openReadModel<AreaStock>(documents, stockByArea)
    const found = (await stock?.collection.get(skus.map((sku) => stockInArea(sku, country)))) ?? []
    const available = new Map(found.flatMap(({ body }) => (body === null ? [] : [[body.sku, body.availableToPromise] as const])))
    const gifts = new Map<string, GiftFacts>()
    for (const sku of skus) {
      const facts = await catalogue.sku(sku)
      if (facts === null) continue
      const { category, brand, listPriceFen } = facts
      gifts.set(sku, { category, brand, listPriceFen, available: available.get(sku) ?? 0 })
    }
    return gifts
  }

  return async ({ channel, shop, isPresale, tradeIn, freightFen, lines: wanted }, at) => {
    if ((await catalogue.shop(channel, shop)) === null) return reject('NOT_FOUND', { channel, shop })
    const { name, version, document } = await policies.inForce('promotion', at)
    const lines: BasketLine[] = []
    for (const { lineId, sku, quantity } of wanted) {
      const facts = await catalogue.sku(sku)
      if (facts === null) return reject('SKU_UNKNOWN', { sku })
      const { category, brand, listPriceFen: unitListPriceFen, components } = facts
      lines.push({ lineId, sku, category, brand, quantity, unitListPriceFen, components })
    }
    const gifts = await giftsOf(document)
    const basket = { ...{ at, channel, shop, lines, isPresale, tradeIn, freightFen }, gifts }
    return { quote: quote(document, basket), basket, document, policy: { name, version } }
  }
}

import type { AnyCommand } from '../../domain/shared/aggregate.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import { sum } from '../../domain/shared/money.ts'
import { recall } from '../../domain/shared/remembered.ts'
import { stockKey } from '../../domain/shared/stream-name.ts'
import { type Stock, stockAggregate } from '../../domain/stock/stock.ts'
import type { StockDifference, StockReport } from '../../domain/wms/canonical.ts'
import { firstRefusal } from './dry-run.ts'
import type { PreparedWms, Preparing, WmsSource } from './prepared.ts'

/** Orders whose units are told of by confirms of their own: their movements would count twice. */
const confirmedElsewhere = new Set(['JYCK', 'HHCK', 'BFCK', 'QTCK', 'THRK', 'HHRK', 'XTRK'])

/** What a warehouse counted, or moved by itself, in movements of our stock: all of the message, or nothing of it. */
export async function prepareStock(report: StockReport, source: WmsSource, options: Preparing): Promise<PreparedWms | Rejection> {
  const own = report.items.filter(({ orderType }) => orderType === null || !confirmedElsewhere.has(orderType))
  const groups = Map.groupBy(own, ({ sku, documentNumber }) => JSON.stringify([sku, documentNumber]))
  const askedAt = report.changedAt ?? source.receivedAt
  const bySku = new Map<string, AnyCommand[]>()
  for (const items of groups.values()) {
    const { sku, documentNumber } = items[0]!
    const document = {
      documentId: `wms/${report.messageNumber ?? documentNumber ?? source.messageId}${suffix(report, documentNumber)}`,
      askedAt,
    }
    const moves = await movesOf(sku, items, document, source, options)
    if ('accepted' in moves) return moves
    bySku.set(sku, [...(bySku.get(sku) ?? []), ...moves])
  }
  for (const [sku, commands] of bySku) {
    const refusal = firstRefusal(stockAggregate, await options.bus.look(stockAggregate, stockKey(sku, source.location)), commands)
    if (refusal !== null) return reject(refusal.code, { sku, ...refusal.details })
  }
  return { subjectId: null, commands: [...bySku.values()].flat() }
}

/** Documents of the lines of a numbered message are told apart by their own numbers. */
const suffix = ({ messageNumber }: StockReport, documentNumber: string | null): string =>
  messageNumber !== null && documentNumber !== null ? `/${documentNumber}` : ''

async function movesOf(
  sku: string,
  items: readonly StockDifference[],
  document: { readonly documentId: string; readonly askedAt: number },
  { location }: WmsSource,
  { bus, catalogue }: Preparing,
): Promise<readonly AnyCommand[] | Rejection> {
  const facts = await catalogue.sku(sku)
  if (facts === null) return reject('SKU_UNKNOWN', { sku })
  const place = await catalogue.location(location)
  if (place === null) return reject('LOCATION_UNKNOWN', { location })
  const { category, brand } = facts
  const data = { sku, location, regionPath: place.region.path, category, brand, ...document }
  const differences = (isSellable: boolean) =>
    sum(items.filter((each) => each.isSellable === isSellable).map(({ difference }) => difference))
  const [sellable, damaged] = [differences(true), differences(false)]
  // Units that are fewer here and more there were damaged where they are.
  const broken = Math.max(0, Math.min(-sellable, damaged))
  if (damaged - broken > 0) return reject('WMS_STOCK_UNCLEAR', { sku, damaged: damaged - broken })
  const stock = await bus.look(stockAggregate, stockKey(sku, location))
  return [
    ...(broken > 0 ? [{ type: 'DamageStock', data: { ...data, quantity: broken, reason: 'the warehouse says so' } }] : []),
    ...(sellable + broken === 0 ? [] : correctionOf(stock, data, sellable + broken, broken)),
    ...(damaged < 0 ? [{ type: 'ScrapStock', data: { ...data, quantity: -damaged } }] : []),
  ]
}

/**
 * Units that are not there are a fact, whatever was promised of them: where a decision at a desk would be refused, it is taken as a count.
 * Which of the two it was is remembered, so that the same report is not taken once as each.
 */
function correctionOf(
  stock: Readonly<Stock> | null,
  data: { readonly documentId: string },
  difference: number,
  broken: number,
): readonly AnyCommand[] {
  const isCounted = stock !== null && recall(stock.documents, `StockCounted ${data.documentId}`) !== undefined
  if (isCounted) return []
  const isAdjusted = stock !== null && recall(stock.documents, `StockAdjusted ${data.documentId}`) !== undefined
  const free = stock === null ? 0 : stock.onHand - broken - stock.reserved
  if (isAdjusted || difference > 0 || -difference <= free) {
    return [{ type: 'AdjustStock', data: { ...data, difference, reason: 'the warehouse counted' } }]
  }
  const counted = Math.max(0, (stock?.onHand ?? 0) - broken + difference)
  return [{ type: 'CountStock', data: { ...data, counted } }]
}

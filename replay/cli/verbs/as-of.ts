import { usingAll } from '../../../compose/open-all.ts'
import { openCopiedDocuments, openForReading, openScratchDocuments } from '../../../compose/stores.ts'
import { orderKey } from '../../../domain/shared/stream-name.ts'
import type { StockCell } from '../../../projections/stock-map/document.ts'
import { createAsOf } from '../../as-of/as-of.ts'
import { knownPositionOf } from '../../as-of/known-position.ts'
import { parseMoment } from '../../as-of/position.ts'
import { answer, refuseMoreWords, textOption, UsageError, type Verb, type VerbContext } from '../verb.ts'

const cellLine = ({ sku, location, onHand, reserved, inTransit, damaged, availableToPromise }: StockCell): string =>
  `${sku.padEnd(20)} ${location.padEnd(12)} on hand ${onHand}, reserved ${reserved}, in transit ${inTransit}, damaged ${damaged}, to promise ${availableToPromise}`

export const asOfVerb: Verb = {
  name: 'as-of',
  usage: 'as-of <position | instant | date> order <id> | sku <sku> | stock-map [--json]',
  summary: 'an order, a SKU or the whole stock map as it stood then',
  options: { channel: { type: 'string' }, shop: { type: 'string' } },
  async run(context) {
    const [when = '', what, id] = context.positionals
    const moment = parseMoment(when)
    if (moment === null)
      throw new UsageError(`say when: a position, an instant such as 2026-11-11T10:00:00+08:00, or a date; not ${when || 'nothing'}`)
    if (what !== 'stock-map' && ((what !== 'order' && what !== 'sku') || id === undefined))
      throw new UsageError('say what: order <id>, sku <sku>, or stock-map')
    refuseMoreWords(context, what === 'stock-map' ? 2 : 3)
    return usingAll(async (opened) => {
      const stores = opened(await openForReading(context.settings))
      const documents = opened(await openCopiedDocuments(context.settings))
      const until = await knownPositionOf(stores.events, moment)
      const asOf = createAsOf({ events: stores.events, documents, scratch: openScratchDocuments })
      if (what === 'order') return show(context, until, await asOf.order(orderIdOf(context, id!), until))
      return await showCells(context, until, what === 'sku' ? [await asOf.sku(id!, until)] : asOf.stockMap(until))
    })
  },
}

/** The order id itself, or a channel's number with --channel and --shop. */
function orderIdOf(context: VerbContext, id: string): string {
  const [channel, shop] = [textOption(context, 'channel'), textOption(context, 'shop')]
  return channel === undefined || shop === undefined ? id : orderKey(channel, shop, id)
}

function show(context: VerbContext, position: bigint, document: object | null): number {
  answer(context, { position, document }, [document === null ? 'not known then' : JSON.stringify(document, null, 2)])
  return 0
}

async function showCells(
  context: VerbContext,
  position: bigint,
  pages: Iterable<readonly StockCell[]> | AsyncIterable<readonly StockCell[]>,
): Promise<number> {
  const kept: StockCell[] = []
  for await (const page of pages) {
    if (context.json) kept.push(...page)
    else for (const cell of page) context.print(cellLine(cell))
  }
  if (context.json) answer(context, { position, items: kept }, [])
  return 0
}

import { z } from 'zod'
import { createPriceProtection } from '../../commands/quoting/price-protection.ts'
import type { Quoter } from '../../commands/quoting/quoter.ts'
import { discount } from '../../domain/channel/canonical.ts'
import { lineDiscount } from '../../domain/order/events/line.ts'
import { bearer, id, nonNegativeFen, quantity, shop, sku } from '../../domain/shared/fields.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { type App, answers } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { mayUse } from '../auth/principal.ts'
import { Problem, problemOfRejection } from '../problem.ts'
import { minPosition } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { LedgerServices } from '../services.ts'

const instant = (description: string) => z.int().nullable().default(null).describe(`${description}, epoch milliseconds`)
const amount = nonNegativeFen
const lineId = id('Line of the basket')

const basket = z.strictObject({
  channel: z.enum(['app', 'pos']).describe('Channel of ours that sells it: others come with their discounts counted'),
  shop,
  lines: z
    .array(z.strictObject({ lineId, sku: sku.describe('Our sales SKU, a bundle too'), quantity: quantity().max(1_000) }))
    .min(1)
    .max(200)
    .describe('What is wanted, at list price'),
  isPresale: z.boolean().default(false).describe('Whether a deposit is to be paid now and the balance later'),
  tradeIn: z
    .strictObject({
      category: z.string().min(1).max(100).describe('What the old unit is'),
      assessedFen: amount('What it is worth, as assessed').max(100_000_000),
      pickupFrom: instant('Earliest time to fetch it'),
      pickupTo: instant('Latest time to fetch it'),
    })
    .nullable()
    .default(null)
    .describe('Old unit that is handed in'),
  freightFen: amount('Freight').max(100_000_000).default(0),
})

const quotedLine = z.object({
  ...{ lineId, kind: z.enum(['goods', 'gift']), giftOf: z.string().nullable().describe('Line that earned it'), sku, quantity: quantity() },
  unitListPriceFen: amount('List price of one unit'),
  own: z.array(discount).describe('Discounts as the order is to state them'),
  discounts: z.array(lineDiscount).describe('The same, cut over its units as the order will cut them'),
  unitBuyerFen: z.array(z.int()).describe('What the buyer pays for each unit, in fen: what it can be given back for'),
  listFen: amount('List price'),
  buyerFen: amount('Buyer pays'),
  receivableFen: amount('All but the merchant pay'),
  parts: z
    .array(z.object({ sku, quantity: quantity(), unitFen: z.array(z.int()) }))
    .describe('Of a bundle, what of each unit is for which stock SKU'),
})

const why = z.object({
  promotion: z.string(),
  kind: z.string(),
  applied: z.boolean(),
  reason: z.string(),
  lineIds: z.array(z.string()).describe('Lines it is about'),
  basisFen: amount('What they cost when it was looked at'),
  offFen: amount('Taken off'),
  missingFen: amount('Lacking for it, or for its next step'),
  missingUnits: z.int().describe('Units lacking for it'),
})

const quoted = z.object({
  policy: z.object({ name: z.string(), version: z.int().describe('0: built in, which takes nothing off') }),
  at: z.int().describe('When it was priced, epoch milliseconds'),
  lines: z.array(quotedLine),
  listFen: amount('List price of all'),
  discountFen: amount('Taken off'),
  freightFen: amount('Freight'),
  payableFen: amount('Buyer pays in all'),
  bearers: z.array(z.object({ bearer, amountFen: amount('Borne') })),
  presale: z.object({ depositFen: amount('Now'), balanceFen: amount('Later'), balanceDueAt: z.int() }).nullable(),
  tradeIn: z
    .object({ quotedFen: amount('Value of the old unit'), pickupFrom: z.int().nullable(), pickupTo: z.int().nullable() })
    .nullable(),
  why: z.array(why).describe('What was made of each promotion that is on'),
})

const protection = z.object({
  policy: z.object({ name: z.string(), version: z.int() }),
  at: z.int().describe('When it was priced, epoch milliseconds'),
  lines: z.array(
    z.object({
      lineId,
      promotion: z.string().describe('That says it is paid back'),
      unitFen: z.array(z.int()).describe('Of each unit, in fen'),
      refundFen: amount('Of the line'),
    }),
  ),
  refundFen: amount('To ask for, by a case of kind priceProtection'),
})
const own: readonly string[] = ['app', 'pos']

export function quoteRoutes(
  app: App,
  openModel: OpenModel,
  quote: Quoter,
  { bus, settings }: Pick<LedgerServices, 'bus' | 'settings'>,
): void {
  const protect = createPriceProtection({ bus, quote })
  app.get(
    '/v1/orders/:orderId/price-protection',
    {
      schema: {
        summary:
          'What an order of a channel of our own would cost less now, as far as a promotion says that it is paid back; changes nothing',
        tags: ['orders'],
        params: z.object({ orderId: z.string().max(600) }),
        querystring: z.object({ minPosition }),
        response: answers(protection),
      },
    },
    async (request) => {
      const { orderId } = request.params
      const model = await openModel<PooledOrder>(orderPool, request.query.minPosition)
      const order = (await model.collection.get([orderId]))[0]?.body
      if (order == null || order.placedAt === null || !mayUse(askerOf(request), order.channel)) throw new Problem('ORDER_UNKNOWN')
      if (!own.includes(order.channel)) throw new Problem('BAD_REQUEST', 'only app and pos have prices of our own')
      const at = settings.clock.now()
      const answer = await protect(orderId, order.placedAt, at)
      if ('accepted' in answer) throw problemOfRejection(answer)
      return { ...answer, at, lines: [...answer.lines] as z.infer<typeof protection>['lines'] }
    },
  )

  app.post(
    '/v1/quotes',
    {
      schema: {
        summary:
          'What a basket costs on a channel of our own by the promotions in force, who pays for what is taken off, and why; changes nothing',
        tags: ['orders'],
        body: basket,
        response: answers(quoted),
      },
    },
    async (request) => {
      const { body } = request
      if (!mayUse(askerOf(request), body.channel)) throw new Problem('FORBIDDEN', `this key may not use the channel ${body.channel}`)
      const ids = body.lines.map((line) => line.lineId)
      if (new Set(ids).size < ids.length) throw new Problem('BAD_REQUEST', 'two lines have the same id')
      const at = settings.clock.now()
      const answer = await quote(body, at)
      if ('accepted' in answer) throw problemOfRejection(answer)
      const { findings, lines, ...rest } = answer.quote
      return { policy: answer.policy, at, ...rest, lines: [...lines] as z.infer<typeof quotedLine>[], why: [...findings] } as z.infer<
        typeof quoted
      >
    },
  )
}

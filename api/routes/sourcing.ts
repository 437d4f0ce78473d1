import { z } from 'zod'
import { dropReasons } from '../../domain/sourcing/filters.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { explainSourcing } from '../../replay/explain/sourcing.ts'
import { type App, answers, position } from '../app.ts'
import { Problem } from '../problem.ts'
import { minPosition } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { LedgerServices } from '../services.ts'

const decision = z.looseObject({ decision: z.int(), decidedAt: z.int() })
const explained = z.object({
  position,
  decision: decision.describe('As it was recorded: rules, what was asked, what was seen, the best plans and what they cost'),
  agrees: z.boolean().describe('Whether the same comes out again from the versions it saw'),
  differences: z.array(z.string()).describe('What came out otherwise'),
  locations: z.array(
    z.object({
      location: z.string(),
      dropped: z.enum(dropReasons).nullable().describe('The filter that left nothing it could send; null when it could'),
      lines: z.array(z.string()).describe('Lines it could take at least a unit of'),
      rank: z.int().nullable().describe('Rank of the best plan that uses it, from 1; null when none of the best does'),
    }),
  ),
})

export function sourcingRoutes(app: App, { events, documents }: Pick<LedgerServices, 'events' | 'documents'>, openModel: OpenModel): void {
  app.get(
    '/v1/orders/:orderId/sourcing',
    {
      schema: {
        summary: 'Why an order is sent from where it is: each decision by cost, made again from what it saw',
        description: 'Empty where nothing was decided by cost: the nearest location that has everything is taken then.',
        tags: ['orders'],
        params: z.object({ orderId: z.string().max(600) }),
        querystring: z.object({ minPosition }),
        response: answers(z.object({ orderId: z.string(), decisions: z.array(explained) })),
      },
    },
    async ({ params: { orderId }, query }) => {
      const model = await openModel<PooledOrder>(orderPool, query.minPosition)
      if ((await model.collection.get([orderId]))[0]?.body == null) throw new Problem('ORDER_UNKNOWN')
      const decisions = await explainSourcing({ events, documents }, orderId)
      return {
        orderId,
        decisions: decisions.map(({ position: at, locations, differences, ...rest }) => ({
          ...rest,
          position: String(at),
          differences: [...differences],
          locations: locations.map((each) => ({ ...each, lines: [...each.lines] })),
        })),
      }
    },
  )
}

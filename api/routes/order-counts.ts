import { z } from 'zod'
import { orderStatuses, type PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { type App, answers, position } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { createFindOrders } from '../reading/find-orders.ts'
import { countOrders, mostCounted, type StatusCount } from '../reading/order-counts.ts'
import { conditionsOf, orderFilters } from '../reading/order-filters.ts'
import { minPosition } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import { createSharedAnswers } from '../reading/shared-answers.ts'
import type { LedgerServices } from '../services.ts'

const filters = z.object(orderFilters)
const count = z.object({
  status: z.enum(orderStatuses),
  orders: z.int().max(mostCounted),
  more: z.boolean().describe('At least so many: there are more than were counted'),
})

export function orderCountRoutes(app: App, { searchPeople }: Pick<LedgerServices, 'searchPeople'>, openModel: OpenModel): void {
  const find = createFindOrders(searchPeople)
  const shared = createSharedAnswers<readonly StatusCount[]>()

  app.get(
    '/v1/order-counts',
    {
      schema: {
        summary: 'How many orders of the pool there are of each status',
        description: `Counted as far as ${mostCounted}: \`more\` says that there are others.`,
        tags: ['orders'],
        querystring: filters.extend({ minPosition }),
        response: answers(z.object({ counts: z.array(count), position })),
      },
    },
    async (request) => {
      const { minPosition: wanted, ...given } = request.query
      const asker = askerOf(request)
      const question = JSON.stringify([conditionsOf(given, undefined, asker), given.buyer])
      const model = await openModel<PooledOrder>(orderPool, wanted)
      const counts = await shared(question, model.position, () => countOrders(model.collection, { filters: given, asker }, find))
      return { counts, position: String(model.position) }
    },
  )
}

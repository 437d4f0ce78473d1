import { LRUCache } from 'lru-cache'
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
import type { LedgerServices } from '../services.ts'

const filters = z.object(orderFilters)
const count = z.object({
  status: z.enum(orderStatuses),
  orders: z.int().max(mostCounted),
  more: z.boolean().describe('At least so many: there are more than were counted'),
})

interface Counted {
  readonly counts: readonly StatusCount[]
  readonly position: bigint
}

/** Everybody who looks at the pool asks again whenever it changes: several screens share one answer. */
const freshMs = 2_000
const mostQuestions = 500

export function orderCountRoutes(app: App, { searchPeople }: Pick<LedgerServices, 'searchPeople'>, openModel: OpenModel): void {
  const find = createFindOrders(searchPeople)
  const recent = new LRUCache<string, Promise<Counted>>({ max: mostQuestions, ttl: freshMs })

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
      const known = wanted === undefined ? recent.get(question) : undefined
      const counting = known ?? countNow()
      if (known === undefined) {
        recent.set(question, counting)
        counting.catch(() => recent.delete(question))
      }
      const { counts, position: reached } = await counting
      return { counts, position: String(reached) }

      async function countNow(): Promise<Counted> {
        const model = await openModel<PooledOrder>(orderPool, wanted)
        return { counts: await countOrders(model.collection, { filters: given, asker }, find), position: model.position }
      }
    },
  )
}

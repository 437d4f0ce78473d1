import { z } from 'zod'
import { orderStatuses, type PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { createAsOf } from '../../replay/as-of/as-of.ts'
import { type App, answers, position } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { mayUse, type Principal } from '../auth/principal.ts'
import { orderDocument, revealed } from '../documents/order.ts'
import { Problem } from '../problem.ts'
import { createFindOrders } from '../reading/find-orders.ts'
import { positionAsOf } from '../reading/moments.ts'
import { orderFilters } from '../reading/order-filters.ts'
import { asOf, minPosition, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { ApiOptions } from '../services.ts'

const filters = z.object({
  ...pageQuery,
  ...orderFilters,
  status: z.enum(orderStatuses).optional(),
  asOf: asOf.describe('With orderId: the order as it stood then'),
})

export function orderRoutes(app: App, { ledger, scratch }: Pick<ApiOptions, 'ledger' | 'scratch'>, openModel: OpenModel): void {
  const { events, documents, reveal, searchPeople } = ledger
  const past = createAsOf({ events, documents, scratch })
  const findOrders = createFindOrders(searchPeople)

  async function one(orderId: string, asker: Principal, when: { asOf?: string | undefined; minPosition?: string | undefined }) {
    const until = when.asOf === undefined ? null : await positionAsOf(events, when.asOf)
    // Which streams tell of an order comes from the live pool: it has to have come that far.
    const model = await openModel<PooledOrder>(orderPool, when.minPosition ?? (until === null ? undefined : String(until)))
    const order = until === null ? ((await model.collection.get([orderId]))[0]?.body ?? null) : await past.order(orderId, until)
    const shown = order === null || !mayUse(asker, order.channel) ? null : order
    return { order: shown, position: String(until ?? model.position) }
  }

  app.get(
    '/v1/orders',
    {
      schema: { summary: 'The order pool, newest first', tags: ['orders'], querystring: filters, response: answers(pageOf(orderDocument)) },
    },
    async (request) => {
      const asker = askerOf(request)
      const { query } = request
      if (query.orderId !== undefined) {
        const { order, position: reached } = await one(query.orderId, asker, query)
        return { items: await revealed(reveal, order === null ? [] : [order], asker.role), next: null, position: reached }
      }
      if (query.asOf !== undefined) throw new Problem('BAD_REQUEST', 'asOf: name one order by orderId; lists are shown as they are now')
      const model = await openModel<PooledOrder>(orderPool, query.minPosition)
      const { items, next } = await findOrders(model.collection, { filters: query, status: query.status, asker }, query)
      return { items: await revealed(reveal, items, asker.role), next, position: String(model.position) }
    },
  )

  app.get(
    '/v1/orders/:orderId',
    {
      schema: {
        summary: 'One order, as it is or as it stood',
        tags: ['orders'],
        params: z.object({ orderId: z.string().max(600) }),
        querystring: z.object({ asOf, minPosition }),
        response: answers(orderDocument.extend({ position })),
      },
    },
    async (request) => {
      const asker = askerOf(request)
      const { order, position: reached } = await one(request.params.orderId, asker, request.query)
      if (order === null) throw new Problem('ORDER_UNKNOWN')
      const [shown] = await revealed(reveal, [order], asker.role)
      return { ...(shown as object), position: reached }
    },
  )
}

import { z } from 'zod'
import { mayRead } from '../../commands/personal/reveal.ts'
import { holdReason } from '../../domain/order/events.ts'
import { channel } from '../../domain/shared/fields.ts'
import { orderStatuses, type PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { createAsOf } from '../../replay/as-of/as-of.ts'
import type { Condition } from '../../stores/documents/port.ts'
import { type App, answers, position } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { channelsShown, mayUse, type Principal } from '../auth/principal.ts'
import { orderDocument, revealed } from '../documents/order.ts'
import { Problem } from '../problem.ts'
import { instantOf, positionAsOf } from '../reading/moments.ts'
import { ordersOfPersons } from '../reading/orders-of-persons.ts'
import { asOf, findPage, given, minPosition, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { ApiOptions } from '../services.ts'

const filters = z.object({
  ...pageQuery,
  channel: channel.optional(),
  shop: z.string().max(200).optional(),
  status: z.enum(orderStatuses).optional(),
  hold: holdReason.optional(),
  region: z
    .string()
    .regex(/^(CN|\d{6})$/)
    .optional()
    .describe('Division code, or CN'),
  sku: z.string().max(200).optional().describe('Sales SKU or a stock SKU behind it'),
  from: z.string().max(40).optional().describe('Placed at or after: ISO 8601, or epoch milliseconds'),
  to: z.string().max(40).optional().describe('Placed before'),
  orderId: z.string().max(600).optional(),
  channelOrderId: z.string().max(200).optional(),
  buyer: z.string().min(1).max(100).optional().describe('Name, phone, or its last four digits; for those who may read personal data'),
  asOf: asOf.describe('With orderId: the order as it stood then'),
})
type Filters = z.infer<typeof filters>

const newestFirst = [
  { field: 'placedAt', direction: 'descending' },
  { field: 'id', direction: 'descending' },
] as const

export function orderRoutes(app: App, { ledger, scratch }: Pick<ApiOptions, 'ledger' | 'scratch'>, openModel: OpenModel): void {
  const { events, documents, reveal, searchPeople } = ledger
  const past = createAsOf({ events, documents, scratch })

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
      const { buyer } = query
      if (buyer !== undefined && !mayRead(asker.role)) throw new Problem('FORBIDDEN', 'this role does not search by buyer')
      const model = await openModel<PooledOrder>(orderPool, query.minPosition)
      const page = { where: conditions(query, asker), sort: newestFirst, after: query.after, limit: query.limit }
      const { items, next } =
        buyer === undefined
          ? await findPage(model.collection, page)
          : await ordersOfPersons(model.collection, page, (after) => searchPeople(buyer, { limit: 1_000, ...given({ after }) }))
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

function conditions(query: Filters, asker: Principal): Record<string, Condition> {
  const { channel: wanted, shop, status, hold, region, sku, channelOrderId, from, to } = query
  const range = {
    ...(from === undefined ? { gt: 0 } : { gte: instantOf('from', from) }),
    ...(to === undefined ? {} : { lt: instantOf('to', to) }),
  }
  const placedAt = status === 'awaited' ? undefined : range
  return given<Condition>({
    channel: channelsShown(asker, wanted),
    shop,
    status,
    holdReasons: hold,
    areas: region,
    skus: sku,
    channelOrderId,
    placedAt,
  })
}

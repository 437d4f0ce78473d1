import { z } from 'zod'
import type { Forgetting } from '../../commands/personal/forgetting.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import type { Collection } from '../../stores/documents/port.ts'
import { type App, answers, position } from '../app.ts'
import { askerOf } from '../auth/authenticate.ts'
import { Problem, problemOfRejection } from '../problem.ts'
import { given } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { LedgerServices } from '../services.ts'

const person = z.object({
  personId: z.string(),
  orderCount: z.int(),
  orders: z.array(z.object({ orderId: z.string(), placedAt: z.int().nullable(), status: z.string() })).describe('The newest 20'),
})
const newestOrders = 20
const tags = ['people']
const typed = z.string().min(1).max(100).optional()

export function peopleRoutes(
  app: App,
  { searchPeople }: Pick<LedgerServices, 'searchPeople'>,
  forgetting: Forgetting,
  openModel: OpenModel,
): void {
  app.get(
    '/v1/people',
    {
      schema: {
        summary: 'Persons by whole name, whole phone, or its last four digits, with their orders',
        tags,
        querystring: z.object({
          phone: typed,
          name: typed,
          after: z.string().max(200).optional().describe('`next` of the page before'),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: answers(z.object({ items: z.array(person), next: z.string().nullable() })),
      },
    },
    async ({ query: { phone, name, after, limit } }) => {
      const asked = phone ?? name
      if (asked === undefined || (phone !== undefined && name !== undefined)) throw new Problem('BAD_REQUEST', 'give either phone or name')
      const ids = await searchPeople(asked, { limit, ...given({ after }) })
      const { collection } = await openModel<PooledOrder>(orderPool)
      const items = await Promise.all(ids.map((personId) => personWithOrders(collection, personId)))
      return { items, next: ids.length < limit ? null : (ids.at(-1) ?? null) }
    },
  )
  app.post(
    '/v1/people/:personId/forget',
    {
      schema: {
        summary: "Destroy a person's keys for ever: nothing that was sealed for them can be read again",
        tags,
        params: z.object({ personId: z.string().max(200) }),
        response: answers(z.object({ personIds: z.array(z.string()), position: position.nullable() })),
      },
    },
    async (request) => {
      const forgotten = await forgetting.forget(request.params.personId, `key:${askerOf(request).keyId}`)
      if (!forgotten.accepted) throw problemOfRejection(forgotten)
      return { personIds: forgotten.personIds, position: forgotten.position === null ? null : String(forgotten.position) }
    },
  )
}

async function personWithOrders(orders: Collection<PooledOrder>, personId: string): Promise<z.infer<typeof person>> {
  const where = { personId }
  const newest = await orders.find({ where, sort: [{ field: 'placedAt', direction: 'descending' }], limit: newestOrders })
  const orderCount = newest.length < newestOrders ? newest.length : await orders.count(where)
  const shown = newest.flatMap(({ id, body }) => (body === null ? [] : [{ orderId: id, placedAt: body.placedAt, status: body.status }]))
  return { personId, orderCount, orders: shown }
}

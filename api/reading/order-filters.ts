import { z } from 'zod'
import { mayRead } from '../../commands/personal/reveal.ts'
import { holdReason } from '../../domain/order/events.ts'
import { channel } from '../../domain/shared/fields.ts'
import type { OrderStatus } from '../../projections/order-pool/document.ts'
import type { Condition } from '../../stores/documents/port.ts'
import { channelsShown, type Principal } from '../auth/principal.ts'
import { Problem } from '../problem.ts'
import { instantOf } from './moments.ts'
import { given } from './page.ts'

/** What a list of orders is narrowed by, beside its status. */
export const orderFilters = {
  channel: channel.optional(),
  shop: z.string().max(200).optional(),
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
}

const shape = z.object(orderFilters)
export type OrderFilters = z.infer<typeof shape>

/** All filters but the buyer, who is looked for elsewhere. Throws a `Problem` for what the asker may not ask. */
export function conditionsOf(filters: OrderFilters, status: OrderStatus | undefined, asker: Principal): Record<string, Condition> {
  const { channel: wanted, shop, hold, region, sku, orderId, channelOrderId, from, to, buyer } = filters
  if (buyer !== undefined && !mayRead(asker.role)) throw new Problem('FORBIDDEN', 'this role does not search by buyer')
  const range = {
    ...(from === undefined ? { gt: 0 } : { gte: instantOf('from', from) }),
    ...(to === undefined ? {} : { lt: instantOf('to', to) }),
  }
  const placedAt = status === 'awaited' ? undefined : range
  const exact = { id: orderId, channelOrderId, channel: channelsShown(asker, wanted), shop, status }
  return given<Condition>({ ...exact, holdReasons: hold, areas: region, skus: sku, placedAt })
}

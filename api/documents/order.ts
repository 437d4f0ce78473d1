import { z } from 'zod'
import type { Reveal } from '../../commands/personal/reveal.ts'
import type { Role } from '../../domain/access/events.ts'
import { channel } from '../../domain/shared/fields.ts'
import { orderStatuses } from '../../projections/order-pool/document.ts'
import type { Json } from '../../stores/documents/port.ts'

export const shownText = z
  .union([z.string(), z.object({ withheld: z.enum(['role', 'forgotten', 'unreadable']) })])
  .nullable()
  .describe('In clear for those who may read it, else why it is not shown')

const instant = z.int().nullable().describe('Epoch milliseconds')
const fen = z.int().describe('Fen')

/** An order of the pool as it is shown. */
export const orderDocument = z.looseObject({
  orderId: z.string(),
  channel,
  shop: z.string(),
  channelOrderId: z.string(),
  status: z.enum(orderStatuses),
  payStatus: z.string(),
  fulfilStatus: z.string(),
  holdReasons: z.array(z.string()),
  placedAt: instant,
  paidAt: instant,
  payBy: instant,
  regionPath: z.array(z.string()),
  regionName: z.string(),
  skus: z.array(z.string()),
  lines: z.array(z.looseObject({ lineId: z.string(), sku: z.string().nullable(), quantity: z.int(), buyerFen: fen })),
  listFen: fen,
  buyerFen: fen,
  receivableFen: fen,
  capturedFen: fen,
  refundedFen: fen,
  buyer: z
    .looseObject({ personId: z.string(), name: shownText, phone: shownText, address: shownText, identityNumber: shownText })
    .nullable(),
  fulfilments: z.array(z.looseObject({ fulfilmentId: z.string(), location: z.string(), state: z.string() })),
  openExceptions: z.array(z.string()),
})

/** Documents as the role may see them; keys are opened once for all of them. */
export const revealed = async (reveal: Reveal, documents: readonly object[], role: Role): Promise<readonly Json[]> =>
  (await reveal(documents as readonly Json[], role)) as readonly Json[]

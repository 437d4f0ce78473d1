import { z } from 'zod'
import { defineEvents } from '../../shared/event.ts'
import { bearer, id, lineId, nonNegativeFen, quantity, sku, skuFacts } from '../../shared/fields.ts'
import { which } from './fields.ts'

export const refundComponents = z.object({
  buyerFen: nonNegativeFen('Back to the buyer for goods and services'),
  freightFen: nonNegativeFen('Back to the buyer for freight'),
  otherFen: nonNegativeFen('Back to the buyer of other charges, or of what was captured beyond what was due'),
  bearers: z
    .array(z.object({ bearer, amountFen: nonNegativeFen('Discount undone') }))
    .describe('What the payers of discounts no longer owe, by the proportions of the sale; only those above zero'),
})

const refundUnits = (freedOrBack: string) =>
  z.array(
    z.object({
      lineId,
      sku: sku.nullable(),
      ...skuFacts,
      unitIndexes: z.array(z.int().nonnegative()).describe('Which units of the line, counted from 0'),
      unitBuyerFen: z.array(z.int().nonnegative()).describe(`${freedOrBack} each of these units, in fen`),
      buyerFen: nonNegativeFen(`${freedOrBack} them`),
    }),
  )

/** What an after-sales case asks the order for. */
export const askedRefund = z.object({
  lines: z
    .array(z.object({ lineId, quantity: quantity() }))
    .max(200)
    .describe('Units it is about; empty for the whole order'),
  refundFen: nonNegativeFen('To the buyer, freight included'),
  freightFen: nonNegativeFen('Of it freight, at least: what exceeds the units is taken from freight too'),
})
export type AskedRefund = z.infer<typeof askedRefund>

export const refundingEvents = defineEvents({
  RefundCommitted: {
    description: 'So much of what was captured is given back by this refund, and by no other',
    data: z.object({
      ...which,
      afterSalesId: id('After-sales case, or order and payment for money that came too late'),
      units: refundUnits('Back for').describe('What is given back for which units'),
      asked: askedRefund.describe('What was asked for; the same again under this id is a repeat'),
      ...refundComponents.shape,
      refundedFen: nonNegativeFen('Committed to the buyer in all, this included'),
      reason: z.string().describe('Why; no personal data'),
    }),
  },
  RefundReleased: {
    description: 'A committed refund will not be paid; its amounts may be refunded again',
    data: z.object({
      ...which,
      afterSalesId: id('After-sales case'),
      ...refundComponents.shape,
      units: refundUnits('Freed of').describe('Whose money may be refunded again'),
      refundedFen: nonNegativeFen('Committed in all after this'),
    }),
  },
})

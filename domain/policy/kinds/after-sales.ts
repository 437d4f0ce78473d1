import { z } from 'zod'
import { lateRules, overdueRules } from '../../after-sales/events.ts'
import { channel } from '../../shared/fields.ts'
import { defineKind } from '../kind.ts'

const document = z.strictObject({
  returnWithinMs: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('How long after it was agreed the first unit has to be back, milliseconds; null: as long as it takes'),
  whenOverdue: z
    .enum(overdueRules)
    .default('close')
    .describe('When nothing is back by then: close the case, as far as no money went back, or keep it open'),
  whenLate: z
    .enum(lateRules)
    .default('keep')
    .describe('What comes after the case was closed for it: reopen it, or keep it closed and put the units away'),
  interceptWithinMs: z
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe(
      'How long a carrier has to turn a parcel round before it counts as one that goes to the buyer, milliseconds; null: as long as it takes',
    ),
  exchangeSends: z
    .enum(['never', 'onAgreement', 'onReturn', 'onInspection'])
    .default('never')
    .describe('When the new unit of an exchange is sent: once it is agreed, once the old one is back, or once that was looked at'),
  resendSends: z.enum(['never', 'onAgreement']).default('never').describe('When units that are to be sent again are sent'),
  gifts: z
    .enum(['stay', 'return', 'charge'])
    .default('stay')
    .describe('What becomes of a gift when the units that earned it go back: it stays with the buyer, goes back too, or is charged'),
  giftsNotBack: z
    .enum(['stay', 'charge'])
    .default('stay')
    .describe('What becomes of a gift that was to go back and did not with the rest: it stays, or is charged'),
  tellUndoneSales: z
    .boolean()
    .default(false)
    .describe('Whether SaleUndone tells subsidy, settlement and installation that units are sold no more, and appointments are called off'),
  opensRefusedFor: z
    .array(channel)
    .default([])
    .describe('Channels for whose orders a parcel the buyer did not take opens a case by itself: those that send none of their own'),
})

export type AfterSalesDocument = z.infer<typeof document>

/** What follows from after-sales cases; applied by `domain/after-sales/rules.ts` and `gifts.ts`. */
export const afterSalesKind = defineKind<AfterSalesDocument>({
  description: 'What follows from after-sales cases: deadlines of returns, units sent anew, gifts, what else is undone',
  document: document as z.ZodType<AfterSalesDocument>,
  builtIn: document.parse({}),
})

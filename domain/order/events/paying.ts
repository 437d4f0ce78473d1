import { z } from 'zod'
import { defineEvents } from '../../shared/event.ts'
import { id, instant, nonNegativeFen } from '../../shared/fields.ts'
import { version, which } from './fields.ts'

export const payingEvents = defineEvents({
  PaymentDeadlineChanged: {
    description: 'The channel says otherwise until when it is to be paid; told while something is still due',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      payBy: instant('When it is cancelled if nothing is paid').nullable(),
      balanceDueAt: instant('When it is cancelled if only a part is paid').nullable(),
      dueFen: nonNegativeFen('To be paid in all'),
      capturedFen: nonNegativeFen('Captured until then'),
    }),
  },
  DepositPaid: {
    description: 'The deposit of a presale was captured',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      paymentId: id('Payment'),
      amountFen: nonNegativeFen('Captured'),
      method: z.string().nullable().describe('How the buyer paid, as the source names it'),
      paidAt: instant('When'),
      capturedFen: nonNegativeFen('Captured in all, this included'),
    }),
  },
  PaymentCaptured: {
    description: 'Money of the buyer was captured: all of it, the balance, or a part',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      paymentId: id('Payment'),
      stage: z.enum(['full', 'balance', 'part']).describe('Which of the payments of the order it is'),
      amountFen: nonNegativeFen('Captured'),
      method: z.string().nullable().describe('How the buyer paid, as the source names it'),
      paidAt: instant('When'),
      capturedFen: nonNegativeFen('Captured in all, this included'),
      paidInFull: z.boolean().describe('Whether nothing is due any more'),
    }),
  },
})

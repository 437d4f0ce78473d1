import { z } from 'zod'
import { bearer, condition, id } from '../../../domain/shared/fields.ts'
import { date, localTime, yuan } from '../../shared/schema-form.ts'

/** The form of a till: yuan as text, times in China, one ticket a message. A return has negative quantities and amounts. */

const text = (description: string) => z.string().nullable().default(null).describe(description)

const tenderMethods = ['cash', 'card', 'wx', 'ali', 'unionpay', 'storedValue', 'instalment', 'voucher', 'gov_subsidy'] as const

const line = z.object({
  lineNo: z
    .union([z.int().positive(), id('Line of the ticket')])
    .transform(String)
    .meta({ description: 'Line of the ticket, unique in it' }),
  originalLineNo: z
    .union([z.int().positive(), z.string().min(1)])
    .transform(String)
    .nullable()
    .default(null)
    .meta({ description: 'Line of the original ticket that comes back; the same number when absent' }),
  sku: id('Our SKU or the code the till knows it by'),
  barcode: text('As scanned'),
  title: z.string(),
  sns: z.array(z.string().min(1).max(100)).default([]).describe('Serial numbers'),
  qty: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((quantity) => quantity !== 0, 'expected units')
    .describe('Units; negative when they come back'),
  tagPrice: yuan('Price of one unit on the tag'),
  dealPrice: yuan('Price of one unit as agreed at the till, at most the tag price'),
  lineDiscount: yuan('Promotions on the line beyond the agreed price; negative on a return').default(0),
  promoCodes: z.array(z.string()).default([]),
  promoBearer: bearer.nullable().default(null).describe('Who pays the promotion, when the till knows'),
  gift: z.boolean().default(false),
  giftOfLineNo: text('Line it is a gift of'),
  warehouse: text('Where the goods come from: the code of a store or warehouse'),
  deliveryMode: z.enum(['carry', 'ship', 'install', 'pickup']),
  subsidyCategory: text('Category of the national subsidy, when the line takes part in it'),
  condition: condition.nullable().default(null).describe('Of goods that come back, as looked at in the store'),
})

const tender = z.object({
  method: z.enum(tenderMethods).describe('gov_subsidy and voucher are discounts, all else is money of the buyer'),
  amount: yuan('Amount; negative when paid back'),
  refNo: text('Number of the payment'),
  bearer: bearer.nullable().default(null).describe('Who pays a voucher, when the till knows'),
  stage: z.enum(['deposit', 'balance']).nullable().default(null).describe('On a final ticket, which of both it was'),
})

export const ticket = z.object({
  type: z.enum(['sale', 'deposit', 'final', 'return']).describe('An exchange is sent as a return and a sale'),
  storeCode: id('Store'),
  storeName: text('Name of the store'),
  posNo: id('Till'),
  shiftNo: text('Shift'),
  cashierId: text('Number of the cashier'),
  guideId: text('Number of the sales guide'),
  ticketNo: id('Ticket; numbers may start again every day'),
  bizDate: date('Business day of the ticket'),
  saleTime: localTime('When it was rung up'),
  changedTime: localTime('When the till last changed it').nullable().default(null),
  originalStoreCode: text('Store of the original ticket, when another one'),
  originalPosNo: text('Till of the original ticket, when another one'),
  originalBizDate: date('Day of the original ticket').nullable().default(null),
  originalTicketNo: text('Ticket that is returned, or whose balance this is'),
  memberId: text('Member number'),
  customer: z
    .object({
      name: text('Customer'),
      phone: text('Phone of the customer'),
      identityNumber: text('For invoices and subsidies'),
      province: text('Name of the province'),
      city: text('Name of the city'),
      district: text('Name of the district'),
      town: text('Name of the town or street'),
      address: text('Below the district'),
    })
    .nullable()
    .default(null),
  lines: z.array(line).min(1).max(200),
  freight: yuan('Delivery charged').default(0),
  roundOff: yuan('Left off the total; negative on a return').default(0),
  dueLater: yuan('Still to be paid, on a deposit ticket').default(0),
  tenders: z.array(tender),
  deliverFrom: localTime('Earliest delivery promised').nullable().default(null),
  deliverBy: localTime('Latest delivery promised').nullable().default(null),
  slot: text('Slot promised, in words'),
  subsidyRegionCode: text('Division code of the subsidy'),
  invoiceKind: text('Kind of the invoice asked for'),
  campaign: text('Campaign'),
  remark: text('Remark of the store'),
  reason: text('Why goods come back'),
})
export type Ticket = z.output<typeof ticket>
export type TicketLine = Ticket['lines'][number]

import { z } from 'zod'
import { canonicalOrder } from '../../channel/canonical.ts'
import { defineEvents } from '../../shared/event.ts'
import { id, instant, nonNegativeFen } from '../../shared/fields.ts'
import { sealedParty } from '../../shared/personal.ts'
import { region } from '../../shared/region.ts'
import { addressFlags, recipientFingerprint, remarkFlags, sealedRemarks, version, which } from './fields.ts'
import { orderLine } from './line.ts'

const orderAmounts = {
  listFen: nonNegativeFen('List price of all lines, freight included'),
  buyerFen: nonNegativeFen('Buyer pays for all lines, freight included; other charges come on top'),
  receivableFen: nonNegativeFen('Merchant receivable of all lines'),
  otherChargesFen: nonNegativeFen('Charges that are no goods and no freight'),
}

export const placingEvents = defineEvents({
  OrderPlaced: {
    description: 'A buyer ordered; the amounts are cut over lines and units once and for all',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      parentOrderId: z.string().nullable().describe('Checkout it was split from'),
      placedAt: instant('When the buyer ordered'),
      payBy: instant('When it is cancelled if nothing is paid').nullable(),
      type: canonicalOrder.shape.type,
      cashOnDelivery: z.boolean().describe('Whether the buyer pays at the door'),
      buyer: sealedParty.describe('Buyer and recipient'),
      recipientFingerprint,
      region: region.describe('Where the units go'),
      lines: z.array(orderLine).min(1).describe('What was bought; freight is a line of its own'),
      ...orderAmounts,
      presale: canonicalOrder.shape.presale,
      tradeIn: canonicalOrder.shape.tradeIn,
      subsidy: canonicalOrder.shape.subsidy,
      remarks: sealedRemarks.describe('What buyer and seller wrote on the order'),
      remarksFingerprint: id('Keyed hash of all remarks, to tell whether a later version edits them'),
      promised: canonicalOrder.shape.promised,
      store: canonicalOrder.shape.store,
      services: canonicalOrder.shape.services,
      invoice: canonicalOrder.shape.invoice,
      isGiftOrder: canonicalOrder.shape.isGiftOrder,
      campaign: canonicalOrder.shape.campaign,
      recipientToken: z.string().nullable().describe('Key by which the channel decrypts the recipient'),
      addressFlags,
      remarkFlags,
    }),
  },
  OrderRepriced: {
    description: 'The channel changed amounts before anything was paid: they are cut anew and replace those of the placement',
    data: z.object({
      ...which,
      channelModifiedAt: version,
      lines: z.array(orderLine).min(1).describe('All lines with their new amounts; freight is a line of its own'),
      ...orderAmounts,
    }),
  },
})

import { z } from 'zod'
import { canonicalLine, canonicalOrder } from '../channel/canonical.ts'
import { id, location, orderId, sku, skuFacts } from '../shared/fields.ts'
import { sealedParty } from '../shared/personal.ts'
import { region } from '../shared/region.ts'
import { addressFlags, orderLine, remarkFlags, sealedRemarks } from './events.ts'

/** A line of a channel's order once its listing is resolved. */
export const channelOrderLine = canonicalLine.omit({ appointedLocation: true }).extend({
  sku: sku.nullable().describe('Our sales SKU; null for services and gifts we do not list'),
  ...skuFacts,
  stock: orderLine.shape.stock,
  appointedLocation: location.nullable().describe('Location of ours the channel or the till appointed'),
})
export type ChannelOrderLine = z.infer<typeof channelOrderLine>

/**
 * A channel's order as the ledger takes it: the canonical order with listings and locations resolved and personal data sealed.
 * Sealing the same words twice gives different bytes, so keyed fingerprints tell what really changed.
 */
export const channelOrder = canonicalOrder.omit({ buyer: true, lines: true, remarks: true }).extend({
  orderId,
  buyer: sealedParty.describe('Buyer and recipient'),
  recipientFingerprint: id('Keyed hash of recipient, phone and full address; another one means the units go elsewhere'),
  recipientToken: z.string().nullable().describe('Key by which the channel decrypts the recipient'),
  region: region.describe('Where the units go'),
  lines: z.array(channelOrderLine).min(1).max(200).describe('What was bought, freight excluded'),
  remarks: sealedRemarks.describe('What buyer and seller wrote on the order'),
  remarksFingerprint: id('Keyed hash of all remarks; another one means they were edited'),
  addressFlags,
  remarkFlags,
})
export type ChannelOrder = z.infer<typeof channelOrder>

import { z } from 'zod'
import { channel, id, instant, orderId, regionPath, shop } from '../../shared/fields.ts'
import { personal } from '../../shared/personal.ts'

/** What every event of an order says of itself. */
export const which = { orderId, channel, shop, channelOrderId: id("The channel's order id"), shipTo: regionPath.describe('Where it goes') }
export const version = instant("The channel's version this came with; null when it came from elsewhere").nullable()

export const recipientFingerprint = id('Keyed hash of recipient, phone and full address, to tell whether a later version changes them')

const flags = (of: string) =>
  z.array(z.string()).optional().describe(`Flags of the words of the audit's policy that stood in ${of}; left out where it named none`)
export const addressFlags = flags('the address')
export const remarkFlags = flags('the remarks')

export const sealedRemarks = z.object({
  buyer: personal('What the buyer wrote').nullable(),
  seller: personal('What the seller wrote').nullable(),
  flag: z.string().nullable().describe('Colour or number the seller marked it with'),
})

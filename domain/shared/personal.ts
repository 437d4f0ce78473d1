import { z } from 'zod'

/**
 * Personal data as the log holds it: `sealed:<person id>:<base64url of nonce, ciphertext and tag>`.
 * Only the edge can open it, and only while the person's key exists.
 */
export const sealedPattern = /^sealed:[A-Za-z0-9_-]+:[A-Za-z0-9_-]+$/

export const personal = (description: string) => z.string().regex(sealedPattern).describe(description).meta({ personal: true })
export const personId = z.string().min(1).describe('Person, as the ledger knows one; says nothing about who it is')

/** A buyer or recipient, sealed under one person's key. */
export const sealedParty = z.object({
  personId,
  buyerId: z.string().nullable().describe("The channel's own id of the buyer, which is no personal data of ours"),
  name: personal('Name of the recipient').nullable(),
  phone: personal('Phone of the recipient').nullable(),
  address: personal('Address below the district').nullable(),
  identityNumber: personal('Identity number, for invoices and subsidies').nullable(),
})
export type SealedParty = z.infer<typeof sealedParty>

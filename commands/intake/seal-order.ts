import { hash } from 'node:crypto'
import type { CanonicalOrder } from '../../domain/channel/canonical.ts'
import type { ChannelOrder } from '../../domain/order/channel-order.ts'
import type { PersonSealer } from '../personal/sealer.ts'

export type PersonalParts = Pick<ChannelOrder, 'buyer' | 'remarks' | 'recipientFingerprint' | 'remarksFingerprint'>

/** Sealing the same text for the same person gives the same ciphertext, so fingerprints of ciphertexts tell what changed. */
const fingerprint = (parts: readonly unknown[]): string => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22)

export function sealOrder({ buyer: party, remarks: written }: CanonicalOrder, person: PersonSealer): PersonalParts {
  const buyer = person.sealParty(party)
  const remarks = {
    buyer: person.sealText('remarks.buyer', written.buyer),
    seller: person.sealText('remarks.seller', written.seller),
    flag: written.flag,
  }
  return {
    buyer,
    remarks,
    recipientFingerprint: fingerprint([buyer.name, buyer.phone, buyer.address, party.region.path, party.region.town]),
    remarksFingerprint: fingerprint([remarks.buyer, remarks.seller, remarks.flag]),
  }
}

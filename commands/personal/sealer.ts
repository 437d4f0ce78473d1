import { createHmac, createSecretKey } from 'node:crypto'
import type { CanonicalParty } from '../../domain/channel/canonical.ts'
import type { SealedParty } from '../../domain/shared/personal.ts'
import type { KeyStore, PersonKey } from '../../stores/keys/port.ts'
import { clearBuyerId } from './buyer-id.ts'
import { type About, identityHash, identityOf, messageIdentity } from './identity.ts'
import { type HashKeys, messageIdOf } from './keyed-hash.ts'
import { packPayload } from './payload.ts'
import { nonceBytes, type SealedKind, seal } from './seal.ts'
import { searchHashes } from './search-hashes.ts'

/**
 * Seals for one person. The same text in the same field gives the same ciphertext, so that a repeated command has the same content and
 * an unchanged address is seen to be unchanged without opening it.
 */
export interface PersonSealer {
  readonly personId: string
  sealParty(party: CanonicalParty): SealedParty
  /** `field` says what the text is, as in `remarks.buyer`. Null stays null. */
  sealText(field: string, text: string): string
  sealText(field: string, text: string | null): string | null
  /** Compresses, then seals. */
  sealPayload(bytes: Uint8Array): string
}

export interface Sealer {
  messageId(bytes: Uint8Array): string
  /** The key is durable and the person can be searched for when this resolves. Calls made at once share a write. */
  personOf(about: About): Promise<PersonSealer>
  /** For a message that is about nobody in particular: a key of its own. */
  ofMessage(messageId: string): Promise<PersonSealer>
  /** For more that belongs to a person known by id; null when they were forgotten. */
  personById(personId: string): Promise<PersonSealer | null>
}

export interface SealerOptions {
  readonly keyStore: KeyStore
  readonly hashKeys: HashKeys
}

export function createSealer({ keyStore, hashKeys }: SealerOptions): Sealer {
  /** As long as the key store remembers the key, which drops it when the person is forgotten. */
  const sealers = new WeakMap<PersonKey, PersonSealer>()
  const sealerFor = (personKey: PersonKey): PersonSealer => {
    const sealer = sealers.get(personKey) ?? sealerOf(personKey)
    sealers.set(personKey, sealer)
    return sealer
  }
  return {
    messageId: (bytes) => messageIdOf(hashKeys, bytes),
    async personOf(about) {
      const sought = {
        identityHash: identityHash(hashKeys, identityOf(about)),
        searchHashes: about.party === null ? [] : searchHashes(hashKeys, about.party),
      }
      const [personKey] = await keyStore.ensure([sought])
      return sealerFor(personKey!)
    },
    async ofMessage(messageId) {
      const [personKey] = await keyStore.ensure([{ identityHash: identityHash(hashKeys, messageIdentity(messageId)), searchHashes: [] }])
      return sealerFor(personKey!)
    },
    async personById(personId) {
      const [personKey] = await keyStore.open([personId])
      return personKey == null ? null : sealerFor(personKey)
    },
  }
}

function sealerOf({ personId, key: bytes }: PersonKey): PersonSealer {
  const key = createSecretKey(bytes)
  const nonceKey = createSecretKey(createHmac('sha256', key).update('order-ledger nonce 1').digest())

  /** Follows from all that is sealed, under a key that is destroyed with the person's: no other text has it, and it tells nothing. */
  const nonceOf = (field: string, plain: Uint8Array): Uint8Array =>
    createHmac('sha256', nonceKey).update(`${field}\0`).update(plain).digest().subarray(0, nonceBytes)
  const sealBytes = (field: string, kind: SealedKind, plain: Uint8Array): string =>
    seal(key, personId, kind, plain, nonceOf(`${kind} ${field}`, plain))

  function sealText(field: string, text: string): string
  function sealText(field: string, text: string | null): string | null
  function sealText(field: string, text: string | null): string | null {
    return text === null ? null : sealBytes(field, 'text', Buffer.from(text))
  }
  return {
    personId,
    sealText,
    sealParty: (party) => ({
      personId,
      buyerId: clearBuyerId(party),
      name: sealText('name', party.name),
      phone: sealText('phone', party.phone),
      address: sealText('address', party.address),
      identityNumber: sealText('identityNumber', party.identityNumber),
    }),
    sealPayload: (bytes) => sealBytes('', 'payload', packPayload(bytes)),
  }
}

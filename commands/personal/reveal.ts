import type { Role } from '../../domain/access/events.ts'
import type { Json } from '../../stores/documents/port.ts'
import type { KeyStore } from '../../stores/keys/port.ts'
import { unpackPayload } from './payload.ts'
import { open, parseSealed, type Sealed } from './seal.ts'

/**
 * Stands where sealed text cannot be shown:
 * - `role`: the role of the asker does not read personal data.
 * - `forgotten`: the person's key was destroyed.
 * - `unreadable`: the ciphertext was altered.
 */
export type Withheld = { readonly withheld: 'role' | 'forgotten' | 'unreadable' }

const reads: Readonly<Record<Role, boolean>> = {
  admin: true,
  operator: true,
  finance: false,
  auditor: false,
  integrator: false,
  'ledger-writer': false,
}
export const mayRead = (role: Role): boolean => reads[role]

/** A document, or a page of them, as the role may see it. Keys are opened once for all of it. */
export type Reveal = (document: Json, role: Role) => Promise<Json>

export function createReveal(keyStore: KeyStore): Reveal {
  return async (document, role) => {
    if (!mayRead(role)) return replaceSealed(document, () => ({ withheld: 'role' }))
    const personIds = new Set<string>()
    replaceSealed(document, ({ personId }) => {
      personIds.add(personId)
      return null
    })
    const keys = new Map((await keyStore.open([...personIds])).flatMap((found) => (found === null ? [] : [[found.personId, found.key]])))
    return replaceSealed(document, (sealed) => plainOf(sealed, keys.get(sealed.personId)))
  }
}

function plainOf(sealed: Sealed, key: Uint8Array | undefined): string | Withheld {
  if (key === undefined) return { withheld: 'forgotten' }
  const text = open(key, sealed, 'text')
  if (text !== null) return decode(text)
  const payload = open(key, sealed, 'payload')
  return payload === null ? { withheld: 'unreadable' } : decode(unpackPayload(payload))
}

const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

function replaceSealed(value: Json, replacement: (sealed: Sealed) => string | Withheld | null): Json {
  if (typeof value === 'string') {
    const sealed = parseSealed(value)
    return sealed === null ? value : replacement(sealed)
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((element: Json) => replaceSealed(element, replacement))
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, replaceSealed(inner as Json, replacement)]))
}

/** The exact bytes of a sealed message, for reading it again; tells apart why there are none. */
export async function openPayload(keyStore: KeyStore, text: string): Promise<Uint8Array | Withheld> {
  const sealed = parseSealed(text)
  if (sealed === null) return { withheld: 'unreadable' }
  const [found] = await keyStore.open([sealed.personId])
  if (found == null) return { withheld: 'forgotten' }
  const packed = open(found.key, sealed, 'payload')
  return packed === null ? { withheld: 'unreadable' } : unpackPayload(packed)
}

import type { CanonicalParty } from '../../domain/channel/canonical.ts'
import { type HashKeys, keyedHash } from './keyed-hash.ts'
import { lastFourOf, phoneText, readPhone } from './phone.ts'

export type SearchKind = 'phone' | 'lastFour' | 'name'

export const searchHash = (keys: HashKeys, kind: SearchKind, text: string): string => keyedHash(keys.search, `${kind}:${text}`)

/** Width, case and spaces do not matter; null when nothing is left, or when the channel masked it. */
export function readName(text: string): string | null {
  const name = text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  return name === '' || name.includes('*') ? null : name
}

/** By what people will look for the party. */
export function searchHashes(keys: HashKeys, { name, phone }: Pick<CanonicalParty, 'name' | 'phone'>): string[] {
  const whole = phone === null ? null : readPhone(phone)
  const lastFour = phone === null ? null : lastFourOf(phone)
  const read = name === null ? null : readName(name)
  const hashes: string[] = []
  if (whole !== null) hashes.push(searchHash(keys, 'phone', phoneText(whole)))
  if (lastFour !== null) hashes.push(searchHash(keys, 'lastFour', lastFour))
  if (read !== null) hashes.push(searchHash(keys, 'name', read))
  return hashes
}

/** What someone typed: four digits, a whole phone number, or a name. Null when it is none of them. */
export function hashOfTyped(keys: HashKeys, typed: string): string | null {
  const digits = typed.normalize('NFKC').trim()
  if (/^\d{4}$/.test(digits)) return searchHash(keys, 'lastFour', digits)
  const phone = readPhone(typed)
  if (phone !== null) return searchHash(keys, 'phone', phoneText(phone))
  const name = readName(typed)
  return name === null ? null : searchHash(keys, 'name', name)
}

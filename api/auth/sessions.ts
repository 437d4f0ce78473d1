import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { HashKeys } from '../../commands/personal/keyed-hash.ts'
import type { Clock } from '../../commands/ports/clock.ts'

export const sessionCookie = 'ledger_session'

/** What a cookie says: which key signed in, until when. */
export interface Session {
  readonly id: string
  readonly keyId: string
  readonly expiresAt: number
}

export interface Sessions {
  begin(keyId: string, secretHash: string): { readonly cookie: string; readonly session: Session }
  /** Null when it is no cookie of ours, is too old, or was signed out. The signature is checked by `isGenuine`, once the key is known. */
  read(cookie: string): Session | null
  isGenuine(cookie: string, secretHash: string): boolean
  end(session: Session): void
}

const longestCookie = 400
const mostEnded = 100_000

/**
 * A cookie is `<id>.<key id>.<expiry>.<signature>`, signed with a key that follows from the master key and with the hash of the secret: it
 * survives a restart, works on every server of a ledger, and holds nothing that opens anything once the key is revoked.
 */
export function createSessions(keys: HashKeys, clock: Clock, lastsMs: number): Sessions {
  const signingKey = createHmac('sha256', keys.message).update('order-ledger session 1').digest()
  const ended = new LRUCache<string, true>({ max: mostEnded })
  const sign = (text: string, secretHash: string): string =>
    createHmac('sha256', signingKey).update(`${text}\n${secretHash}`).digest('base64url')

  return {
    begin(keyId, secretHash) {
      const session = { id: randomBytes(12).toString('base64url'), keyId, expiresAt: clock.now() + lastsMs }
      const text = `${session.id}.${keyId}.${session.expiresAt}`
      return { session, cookie: `${text}.${sign(text, secretHash)}` }
    },
    read(cookie) {
      if (cookie.length > longestCookie) return null
      const [, id, keyId, expires] = /^([\w-]{16})\.([0-9a-f]{16})\.(\d{1,16})\.[\w-]{43}$/.exec(cookie) ?? []
      if (id === undefined || keyId === undefined || ended.has(id)) return null
      const expiresAt = Number(expires)
      return expiresAt > clock.now() ? { id, keyId, expiresAt } : null
    },
    isGenuine(cookie, secretHash) {
      const cut = cookie.lastIndexOf('.')
      const [given, wanted] = [Buffer.from(cookie.slice(cut + 1)), Buffer.from(sign(cookie.slice(0, cut), secretHash))]
      return given.length === wanted.length && timingSafeEqual(given, wanted)
    },
    end: ({ id }) => void ended.set(id, true),
  }
}

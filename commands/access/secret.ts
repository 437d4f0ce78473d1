import { randomUUID, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Randomness } from '../ports/randomness.ts'

const keyIdBytes = 8
const secretBytes = 32
const saltBytes = 16
const hashBytes = 32
/** About 30 ms and 16 MiB for each hash. */
const cost = { N: 16_384, r: 8, p: 1 }

const slowHash = promisify<string, Uint8Array, number, typeof cost, Buffer>(scrypt)

/** An access key as it is handed out, once: `<key id>.<secret>`. */
export interface AccessToken {
  readonly keyId: string
  readonly secret: string
}

export interface NewAccessKey {
  readonly keyId: string
  /** Shown once to whoever asked for the key; kept nowhere. */
  readonly token: string
  /** What the ledger keeps. */
  readonly secretHash: string
}

export interface AccessKeyOptions {
  /** Makes the key this one, for a seeded source; the system's own ignores it. */
  readonly purpose?: string
  /** Drawn when left out. */
  readonly keyId?: string
}

export async function newAccessKey(random: Randomness, options: AccessKeyOptions = {}): Promise<NewAccessKey> {
  const { purpose = randomUUID() } = options
  const keyId = options.keyId ?? Buffer.from(random.bytes(`access key:${purpose}`, keyIdBytes)).toString('hex')
  const secret = Buffer.from(random.bytes(`access secret:${purpose}`, secretBytes)).toString('base64url')
  const salt = random.bytes(`access salt:${purpose}`, saltBytes)
  return { keyId, token: `${keyId}.${secret}`, secretHash: encode(salt, await slowHash(secret, salt, hashBytes, cost)) }
}

/** Null when the text cannot be a token: nothing needs to be looked up or hashed for it. */
export function parseToken(text: string): AccessToken | null {
  const [, keyId, secret] = /^([0-9a-f]{16})\.([\w-]{43})$/.exec(text) ?? []
  return keyId === undefined || secret === undefined ? null : { keyId, secret }
}

const encode = (salt: Uint8Array, hash: Uint8Array): string =>
  ['scrypt', cost.N, cost.r, cost.p, Buffer.from(salt).toString('base64url'), Buffer.from(hash).toString('base64url')].join(':')

/** Compares in constant time. Throws when what is stored is no hash of ours. */
export async function secretMatches(secret: string, secretHash: string): Promise<boolean> {
  const [, N, r, p, salt, hash] = /^scrypt:(\d+):(\d+):(\d+):([\w-]+):([\w-]+)$/.exec(secretHash) ?? []
  if (salt === undefined || hash === undefined)
    throw new Error('the stored hash of an access key has another form than scrypt:N:r:p:salt:hash')
  const expected = Buffer.from(hash, 'base64url')
  const stored = { N: Number(N), r: Number(r), p: Number(p) }
  return timingSafeEqual(await slowHash(secret, Buffer.from(salt, 'base64url'), expected.length, stored), expected)
}

import { createHmac, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import { secretMatches } from './secret.ts'

/** `busy`: too many unknown secrets wait to be hashed; the same request may succeed a moment later. */
export type Verdict = 'valid' | 'invalid' | 'busy'

/** Whether a secret is the one behind a stored hash. Whether the key is revoked is asked of the key itself, each time. */
export type SecretVerifier = (secret: string, secretHash: string) => Promise<Verdict>

export interface SecretVerifierOptions {
  /** Answers remembered; a request with a secret seen before pays no slow hash. */
  readonly remembered?: number
  /** Slow hashes that may run and wait at once. */
  readonly running?: number
  readonly waiting?: number
}

export function createSecretVerifier({ remembered = 1_000, running = 2, waiting = 50 }: SecretVerifierOptions = {}): SecretVerifier {
  /** Lives as long as the process: what is remembered is worth nothing to anyone who reads it. */
  const ephemeral = randomBytes(32)
  /** Apart, so that guesses never push out those who belong here. */
  const valid = new LRUCache<string, true>({ max: remembered })
  const invalid = new LRUCache<string, true>({ max: remembered })
  const asked = new Map<string, Promise<boolean>>()
  const limit = pLimit(running)

  const ask = (name: string, secret: string, secretHash: string): Promise<boolean> => {
    const answer = limit(() => secretMatches(secret, secretHash)).finally(() => asked.delete(name))
    asked.set(name, answer)
    return answer
  }

  return async (secret, secretHash) => {
    const name = createHmac('sha256', ephemeral).update(`${secretHash}\n${secret}`).digest('base64')
    if (valid.get(name)) return 'valid'
    if (invalid.get(name)) return 'invalid'
    if (!asked.has(name) && asked.size >= running + waiting) return 'busy'
    const matches = await (asked.get(name) ?? ask(name, secret, secretHash))
    ;(matches ? valid : invalid).set(name, true)
    return matches ? 'valid' : 'invalid'
  }
}

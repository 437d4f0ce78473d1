import type { KeyStore } from '../../stores/keys/port.ts'
import { identityHash, orderIdentity } from './identity.ts'
import type { HashKeys } from './keyed-hash.ts'

export interface ForgetOptions {
  readonly keyStore: KeyStore
  readonly hashKeys: HashKeys
}

/**
 * Destroys the keys of a person, and those of messages about their orders that named nobody (`orderKeys`, from the order pool).
 * Returns the ids whose keys are gone now; may be repeated. `PersonForgotten` is then recorded for all that `forgottenSince` lists,
 * so that a crash between the two leaves nothing unsaid.
 */
export async function forgetPerson(
  { keyStore, hashKeys }: ForgetOptions,
  personId: string,
  orderKeys: readonly string[],
): Promise<readonly string[]> {
  const ofOrders = await keyStore.find(orderKeys.map((orderKey) => identityHash(hashKeys, orderIdentity(orderKey))))
  const leaving = new Set([...ofOrders.filter((id) => id !== null), personId])
  const destroyed: string[] = []
  for (const id of leaving) if (await keyStore.forget(id)) destroyed.push(id)
  return destroyed
}

import { type KeyStore, KeyStoreError } from './port.ts'

const refuse = async (): Promise<never> => {
  throw new KeyStoreError('READ_ONLY', 'this is a mirror of another log and holds no personal keys: ask the ledger it was copied from')
}

/** The key store where there are no keys: nobody is known, and nobody can be made known. */
export const noKeys: KeyStore = {
  ensure: refuse,
  find: async (identityHashes) => identityHashes.map(() => null),
  search: async () => [],
  open: async (personIds) => personIds.map(() => null),
  forget: refuse,
  forgottenSince: async (cursor) => ({ personIds: [], cursor }),
  close: async () => undefined,
}

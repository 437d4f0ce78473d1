import { systemRandomness } from '../../../commands/ports/randomness.ts'
import { keyStoreContract } from '../contract.ts'
import { createMemoryKeyStore } from './memory-key-store.ts'

keyStoreContract('the memory key store', async () => {
  const store = createMemoryKeyStore(systemRandomness)
  return { store, dispose: () => store.close() }
})

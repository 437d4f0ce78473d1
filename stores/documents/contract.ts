import { afterEach, beforeEach, describe } from 'vitest'
import { arrayContract } from './contract/arrays.ts'
import { collectionContract } from './contract/collections.ts'
import { findContract } from './contract/find.ts'
import { hostileContract } from './contract/hostile.ts'
import { modelContract } from './contract/model.ts'
import { pagingContract } from './contract/paging.ts'
import { raceContract } from './contract/races.ts'
import type { Subject } from './contract/support.ts'
import { writeContract } from './contract/write.ts'
import type { DocumentStore } from './port.ts'

/** What an adapter brings to be tested: an empty store for each test, the same one opened again, and what must be released after it. */
export interface DocumentsUnderTest {
  readonly store: DocumentStore
  /** Closes the store and opens what it left. */
  reopen(): Promise<DocumentStore>
  dispose(): Promise<void>
}

/** The promises every document store keeps. `modelRuns` is how many random histories are compared with the naive model. */
export function documentStoreContract(name: string, create: () => Promise<DocumentsUnderTest>, modelRuns = 1_000): void {
  describe(`${name} keeps the contract of a document store`, () => {
    let under: DocumentsUnderTest
    let store: DocumentStore
    beforeEach(async () => {
      under = await create()
      store = under.store
    })
    afterEach(() => under.dispose())
    const subject: Subject = {
      store: () => store,
      reopen: async () => {
        store = await under.reopen()
        return store
      },
    }
    writeContract(subject)
    raceContract(subject)
    findContract(subject)
    arrayContract(subject)
    pagingContract(subject)
    collectionContract(subject)
    hostileContract(subject)
    modelContract(subject, modelRuns)
  })
}

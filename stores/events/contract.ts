import { afterEach, beforeEach, describe } from 'vitest'
import { appendContract } from './contract/append.ts'
import { positionAtContract } from './contract/position-at.ts'
import { readContract } from './contract/read.ts'
import { repeatContract } from './contract/repeat.ts'
import { subscribeContract } from './contract/subscribe.ts'
import type { EventStore } from './port.ts'

/** What an adapter brings to be tested: a store of its own for each test, and what must be released after it. */
export interface StoreUnderTest {
  readonly store: EventStore
  /** Reads the same events, where reading has a door of its own; `store` otherwise. */
  readonly reader?: EventStore
  dispose(): Promise<void>
}

/**
 * The promises every event store keeps. A shared server is allowed: tests use streams of their own and start reading the whole log from
 * the head they found.
 */
export function eventStoreContract(name: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the contract of an event store`, () => {
    let under: StoreUnderTest
    beforeEach(async () => {
      under = await create()
    })
    afterEach(() => under.dispose())
    const subject = { store: () => under.store, reader: () => under.reader ?? under.store }
    appendContract(subject)
    repeatContract(subject)
    readContract(subject)
    positionAtContract(subject)
    subscribeContract(subject)
  })
}

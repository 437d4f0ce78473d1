import { setTimeout as sleep } from 'node:timers/promises'
import type { Projection } from '../../projections/projection.ts'
import { decodeEvent } from '../../projections/runner/decode-event.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import { type EventStore, START } from '../../stores/events/port.ts'
import { loadObserved, observedModels } from '../processes/runtime/load.ts'
import type { Observer } from '../processes/runtime/triggers.ts'

export interface FollowingOptions {
  readonly events: EventStore
  readonly documents: DocumentStore
  readonly observers: readonly Observer[]
  readonly onTrouble: (message: string) => void
}

const retryAfterMs = 1_000

/** Keeps observers current in a process that may run no processes of the ledger, but takes orders in. Resolves when what is stored was seen. */
export async function followObservers(options: FollowingOptions): Promise<{ stop(): Promise<void> }> {
  const { events, documents, observers, onTrouble } = options
  const stopping = new AbortController()
  const { signal } = stopping
  let after = await seenUpTo(documents, observers)
  await loadObserved(documents, observers)
  const types = [...new Set(observers.flatMap((observer) => observer.types))]

  async function follow(): Promise<void> {
    for await (const page of events.subscribeAll({ after, filter: { types }, signal })) {
      for (const event of page.events.map(decodeEvent)) {
        for (const observer of observers) if (observer.types.includes(event.type)) observer.see(event)
      }
      after = page.position
    }
  }

  async function keepFollowing(): Promise<void> {
    while (!signal.aborted) {
      await follow().catch((failure: unknown) => onTrouble(`following the catalogue: ${(failure as Error).message}; tried again`))
      if (!signal.aborted) await sleep(retryAfterMs, undefined, { signal }).catch(() => undefined)
    }
  }

  const ended = keepFollowing()
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

/** The read model that is furthest behind decides from where on events are seen. */
async function seenUpTo(documents: DocumentStore, observers: readonly Observer[]): Promise<bigint> {
  const opened = await Promise.all(observedModels(observers).map(({ projection }) => openReadModel(documents, projection as Projection)))
  return opened.map((model) => model?.position ?? START).reduce((least, each) => (each < least ? each : least))
}

import { randomUUID } from 'node:crypto'
import type { Collection, DocumentStore } from '../../stores/documents/port.ts'
import type { RunnerClock } from './clock.ts'
import { OwnerSilent } from './failures.ts'

/** What only the owner of a read model can do, asked by another process through the document store. */
export interface OwnerRequest {
  readonly kind: 'retry' | 'drop' | 'rebuild'
  readonly projection: string
  /** The document; empty for a rebuild. */
  readonly key: string
}

export interface Requests {
  /** Leaves it to be done; nobody waits. */
  leave(request: OwnerRequest): Promise<void>
  /** Its answer. Throws `OwnerSilent` when none comes in time. */
  ask(request: OwnerRequest, signal: AbortSignal): Promise<unknown>
  /** Does what is asked about these read models. What fails is answered, too: whoever asked may ask again. */
  serve(projections: readonly string[], perform: (request: OwnerRequest) => Promise<unknown>): Promise<void>
}

type Body = OwnerRequest & { readonly answer: string | null; readonly [field: string]: string | null }

const LOOK_EVERY_MS = 100
const PATIENCE_MS = 10_000

export async function openRequests(documents: DocumentStore, clock: RunnerClock): Promise<Requests> {
  const collection: Collection<Body> = await documents.collection<Body>({ name: 'projection-requests', indexes: [] })

  async function leave(request: OwnerRequest): Promise<string> {
    const id = randomUUID()
    await collection.insert({ id, position: 0n, body: { ...request, answer: null } })
    return id
  }

  return {
    async leave(request) {
      await leave(request)
    },
    async ask(request, signal) {
      const id = await leave(request)
      const until = clock.elapsed() + PATIENCE_MS
      try {
        while (clock.elapsed() < until && !signal.aborted) {
          await clock.sleep(LOOK_EVERY_MS, signal)
          const answer = (await collection.get([id]))[0]?.body?.answer ?? null
          if (answer !== null) return JSON.parse(answer)
        }
      } finally {
        await collection.remove(id)
      }
      throw new OwnerSilent(request.projection)
    },
    async serve(projections, perform) {
      if (projections.length === 0) return
      for (const { id, body } of await collection.find({ where: { projection: { in: projections }, answer: null } })) {
        if (body === null) continue
        const { kind, projection, key } = body
        if (kind === 'rebuild') await collection.remove(id)
        const done = await perform({ kind, projection, key }).catch(() => null)
        if (kind !== 'rebuild') await collection.compareAndSet(id, { answer: null }, { ...body, answer: JSON.stringify(done) })
      }
    },
  }
}

import { personAggregate } from '../../domain/person/person.ts'
import { type Rejection, reject } from '../../domain/shared/decision.ts'
import { streamKey } from '../../domain/shared/stream-name.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { openReadModel } from '../../projections/runner/read-models.ts'
import type { ProjectionRunner } from '../../projections/runner/runner.ts'
import type { DocumentStore } from '../../stores/documents/port.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { KeyStore } from '../../stores/keys/port.ts'
import type { CommandBus } from '../command-bus.ts'
import type { Clock } from '../ports/clock.ts'
import { forgetPerson } from './forget.ts'
import type { HashKeys } from './keyed-hash.ts'

export interface ForgettingOptions {
  readonly events: Pick<EventStore, 'head'>
  /** Shows the read models. */
  readonly documents: DocumentStore
  /** Keeps how far the log says what was forgotten. */
  readonly kept: DocumentStore
  readonly readModels: Pick<ProjectionRunner, 'waitFor'>
  readonly bus: CommandBus
  readonly keys: KeyStore
  readonly hashKeys: HashKeys
  readonly clock: Clock
}

export interface Forgotten {
  readonly accepted: true
  /** The person, and those of their orders' messages that named nobody; empty when all of it was done before. */
  readonly personIds: readonly string[]
  /** Position of the last `PersonForgotten`; null when none was written. */
  readonly position: bigint | null
}

export interface Forgetting {
  /** Destroys the keys of a person for ever, then says so in the log. May be repeated. */
  forget(personId: string, actor: string): Promise<Forgotten | Rejection>
  /** Says in the log whatever was forgotten before a crash could say it. At every start, before anything is asked. */
  drain(actor?: string): Promise<bigint | null>
}

const ordersAtOnce = 1_000
const catchUpMs = 10_000

export function createForgetting(options: ForgettingOptions): Forgetting {
  const { events, documents, kept, readModels, bus, keys, hashKeys, clock } = options

  /** All of a person's orders: the pool has to show what was placed up to now. */
  async function* ordersOf(personId: string): AsyncGenerator<readonly string[]> {
    const model = await openReadModel<PooledOrder>(documents, orderPool)
    for (let after: string | undefined; ; ) {
      const id = after === undefined ? {} : { id: { gt: after } }
      const where = { personId, ...id }
      const found = (await model?.collection.find({ where, sort: [{ field: 'id', direction: 'ascending' }], limit: ordersAtOnce })) ?? []
      yield found.map((order) => order.id)
      after = found.at(-1)?.id
      if (found.length < ordersAtOnce) return
    }
  }

  async function drain(actor = 'process:forgetting'): Promise<bigint | null> {
    const outbox = await openOutbox(kept)
    let position: bigint | null = null
    for (;;) {
      const { personIds, cursor } = await keys.forgottenSince(outbox.cursor)
      for (const personId of personIds) position = await record(personId, actor, position)
      if (cursor === outbox.cursor) return position
      await outbox.save(cursor)
    }
  }

  async function record(personId: string, actor: string, before: bigint | null): Promise<bigint | null> {
    const forgottenAt = clock.now()
    const commandId = `forget/${personId}`
    const asking = { commandId, actor, occurredAt: forgottenAt, correlationId: commandId, causationId: commandId }
    const known = await bus.look(personAggregate, streamKey([personId]))
    const data = { personId, forgottenAt: known?.forgottenAt ?? forgottenAt }
    const answer = await bus.ask({ type: 'ForgetPerson', data }, asking)
    if (!answer.accepted) throw new Error(`that a person was forgotten could not be recorded: ${answer.code}`)
    return answer.events.length > 0 ? answer.position : before
  }

  return {
    drain,
    async forget(personId, actor) {
      const known = (await bus.look(personAggregate, streamKey([personId])))?.forgottenAt != null
      const [key] = await keys.open([personId])
      if (key === null && !known) {
        await drain()
        const said = await bus.look(personAggregate, streamKey([personId]))
        if (said?.forgottenAt == null) return reject('PERSON_UNKNOWN', { personId })
      }
      const head = await events.head()
      if (!(await readModels.waitFor(orderPool.name, head, catchUpMs)))
        return reject('BEHIND', { readModel: orderPool.name, position: head })
      const personIds: string[] = []
      for await (const orderKeys of ordersOf(personId)) {
        personIds.push(...(await forgetPerson({ keyStore: keys, hashKeys }, personId, orderKeys)))
      }
      return { accepted: true, personIds, position: await drain(actor) }
    },
  }
}

interface Outbox {
  readonly cursor: number
  save(cursor: number): Promise<void>
}

/** How far the log says what was forgotten. When it is lost with the read models, saying all of it again writes nothing. */
async function openOutbox(kept: DocumentStore): Promise<Outbox> {
  const collection = await kept.collection<{ cursor: number }>({ name: 'forgotten-outbox', indexes: [] })
  const id = 'cursor'
  const [stored] = await collection.get([id])
  let cursor = stored?.body?.cursor ?? 0
  return {
    get cursor() {
      return cursor
    },
    async save(reached) {
      cursor = reached
      await collection.write([{ id, position: BigInt(reached), body: { cursor } }])
      await kept.flush()
    },
  }
}

import { accessAggregate } from '../../domain/access/access.ts'
import type { AccessEvent } from '../../domain/access/events.ts'
import { decode } from '../../domain/codec.ts'
import { streamKey, streamName } from '../../domain/shared/stream-name.ts'
import type { EventStore } from '../../stores/events/port.ts'
import { principalOf } from '../auth/principal.ts'
import type { FindKey } from './caller.ts'

/** Keys as the log tells of them: where it is all that is open, nothing else can. */
export const findKeyIn =
  (events: Pick<EventStore, 'readStream'>): FindKey =>
  async (keyId) => {
    let access = accessAggregate.initial()
    for await (const page of events.readStream(streamName(accessAggregate.category, streamKey([keyId])))) {
      for (const event of page) access = accessAggregate.evolve(access, decode(event) as unknown as AccessEvent)
    }
    const { key, revokedAt } = access
    return key === null || revokedAt !== null ? null : { ...principalOf(key), secretHash: key.secretHash }
  }

import type { Position } from '../../../stores/events/port.ts'
import type { Principal } from '../../auth/principal.ts'
import { expectedOf } from '../expected.ts'
import { mayWrite } from '../permission.ts'
import type { StreamOptions } from '../protocol/messages.ts'
import type { Refusal } from '../refusals.ts'
import type { DoorServices } from '../services.ts'
import { HANDLER_THREW } from './read-plan.ts'

interface EndRequest {
  readonly options?: StreamOptions
}

/** Deleting softly, or for ever by a tombstone: the same request, and the same answer. */
export const endingHandler =
  ({ writer }: Pick<DoorServices, 'writer'>, way: 'softDelete' | 'tombstone') =>
  async (caller: Principal, { options = {} }: EndRequest): Promise<object | Refusal> => {
    const expected = expectedOf(options)
    const stream = Buffer.from(options.streamIdentifier?.streamName ?? []).toString('utf8')
    if (expected === undefined) return { refused: 'bad-request', message: `'None' is not a valid ExpectedStreamRevisionOneofCase` }
    if (stream === '') return HANDLER_THREW
    const allowed = mayWrite(caller, stream)
    if (allowed !== true) return { refused: 'access-denied', why: allowed }
    const ended: Position | Refusal = await writer[way](stream, expected)
    if (typeof ended === 'object') return ended
    return { position: { commitPosition: Number(ended), preparePosition: Number(ended) } }
  }

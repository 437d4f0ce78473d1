import { EventStoreError, type ExpectedRevision, type Position, START, type WrongExpectedRevision } from '../../port.ts'
import { refused } from '../failures.ts'
import { type BatchAnswer, bigintOf, decodeBadRequest, decodeWrongExpected, numberOf } from '../protocol/messages.ts'

export interface Written {
  /** Of the last event; -1 for a stream that is still none. */
  readonly revision: number
  readonly position: Position
}

const kindOf = (typeUrl: string): string => typeUrl.slice(typeUrl.lastIndexOf('.') + 1)

/**
 * What an answer says. Throws `TOO_LARGE` and `REFUSED` when nothing was written and another try comes to the same, `OUTCOME_UNKNOWN` when
 * the server itself does not know.
 */
export function readAnswer(
  { success, error }: BatchAnswer,
  expected: ExpectedRevision,
  about: Readonly<Record<string, unknown>>,
): Written | WrongExpectedRevision {
  if (success !== null) {
    return {
      revision: success.currentRevisionOption === 'noStream' ? -1 : numberOf(success.currentRevision),
      position: success.position === null ? START : bigintOf(success.position.commitPosition),
    }
  }
  const { typeUrl = '', value = new Uint8Array() } = error?.details ?? {}
  switch (kindOf(typeUrl)) {
    case 'WrongExpectedVersion': {
      const current = decodeWrongExpected(value)
      const actual = current.currentStreamRevisionOption === 'currentStreamRevision' ? numberOf(current.currentStreamRevision) : 'no-stream'
      return { ok: false, code: 'WRONG_EXPECTED_REVISION', expected, actual }
    }
    case 'MaximumAppendSizeExceeded':
      throw new EventStoreError('TOO_LARGE', 'The append is larger than the server takes: split it', about)
    case 'StreamDeleted':
      throw refused('the stream was deleted for ever', about)
    case 'AccessDenied':
      throw refused('the credentials do not allow this append', about)
    case 'BadRequest':
      throw refused(decodeBadRequest(value).message || 'it does not understand the append', about)
    default:
      throw new EventStoreError('OUTCOME_UNKNOWN', `The server does not know what became of an append: ${error?.message ?? ''}`, about)
  }
}

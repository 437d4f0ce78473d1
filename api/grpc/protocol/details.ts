import type { Expected } from '../expected.ts'
import type { Empty, Wide } from './messages.ts'

const is: Empty = {}
export const wide = (value: bigint | number): Wide => (typeof value === 'number' ? value : String(value))

interface WrongExpected {
  readonly expected: Expected
  readonly actual: number | null
}

/** In a batch. */
export const wrongExpectedDetails = ({ expected, actual }: WrongExpected): object => ({
  ...(actual === null ? { currentNoStream: is } : { currentStreamRevision: actual }),
  ...{ any: { expectedAny: is }, 'no-stream': { expectedNoStream: is }, 'stream-exists': { expectedStreamExists: is } }[String(expected)],
  ...(typeof expected === 'bigint' ? { expectedStreamPosition: wide(expected) } : {}),
})

/** In the answer of a single append, which says everything twice: for clients of 20.6, too. */
export const wrongExpectedAnswer = ({ expected, actual }: WrongExpected): object => ({
  ...(actual === null ? { currentNoStream: is, noStream2060: is } : { currentRevision: actual, currentRevision2060: actual }),
  ...{
    any: { expectedAny: is, any2060: is },
    'no-stream': { expectedNoStream: is, expectedRevision2060: String(2n ** 64n - 1n) },
    'stream-exists': { expectedStreamExists: is, streamExists2060: is },
  }[String(expected)],
  ...(typeof expected === 'bigint' ? { expectedRevision: wide(expected), expectedRevision2060: wide(expected) } : {}),
})

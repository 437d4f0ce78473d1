import { type Expected, expectedNumber } from './expected.ts'
import { wrongExpectedDetails } from './protocol/details.ts'

interface GroupName {
  readonly stream: string
  readonly group: string
}

/** Everything the door refuses, and what each refusal needs to say. Errors of the store become one of these. */
export interface Refusals {
  'wrong-expected-version': { readonly stream: string; readonly expected: Expected; readonly actual: number | null }
  'stream-deleted': { readonly stream: string }
  'access-denied': { readonly why: string }
  'not-authenticated': { readonly why: string }
  'maximum-append-size-exceeded': { readonly limit: number }
  'missing-required-metadata-property': { readonly missing: readonly string[] }
  'bad-request': { readonly message: string }
  /** What the server of the protocol answers when its handler stumbles. */
  stumbled: { readonly message: string }
  timeout: { readonly message: string }
  'persistent-subscription-exists': GroupName
  'persistent-subscription-does-not-exist': GroupName
  'persistent-subscription-dropped': GroupName
  'persistent-subscription-failed': GroupName & { readonly reason: string }
  'maximum-subscribers-reached': GroupName
  'rate-limited': { readonly message: string }
  unavailable: { readonly message: string }
  'outcome-unknown': { readonly message: string }
  internal: { readonly errorId: string }
}

export type Refusal = { [Kind in keyof Refusals]: { readonly refused: Kind } & Refusals[Kind] }[keyof Refusals]

interface Answer<Facts> {
  /** Status of gRPC, and of google.rpc in a batch. */
  readonly code: number
  /** Where a batch says another. */
  readonly batchCode?: number
  readonly message: (facts: Facts) => string
  readonly batchMessage: string
  /** `exception` names the error for clients. */
  readonly trailers?: (facts: Facts) => Readonly<Record<string, string>>
  /** Type and fields of the details in a batch. */
  readonly details: string
  readonly fields?: (facts: Facts) => object
}

const utf8 = (stream: string): Uint8Array => Buffer.from(stream)
const plain = (code: number, batchMessage: string, details = 'Unknown') => ({
  code,
  message: ({ message }: { readonly message: string }) => message,
  batchMessage,
  details,
})

/** Groups are not for batches. */
const ofGroup = (code: number, exception: string, what: string) => ({
  code,
  message: ({ stream, group }: GroupName) => `Subscription group ${group} on stream ${stream} ${what}`,
  batchMessage: 'Unknown',
  trailers: ({ stream, group }: GroupName) => ({ exception, 'stream-name': stream, 'group-name': group }),
  details: 'Unknown',
})

/** The one table of what is answered to what is refused. */
export const answers: { readonly [Kind in keyof Refusals]: Answer<Refusals[Kind]> } = {
  'wrong-expected-version': {
    code: 9,
    batchCode: 6,
    message: ({ stream, expected, actual }) =>
      `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expectedNumber(expected)}, Actual version: ${actual ?? -1}`,
    batchMessage: 'WrongExpectedVersion',
    trailers: ({ stream, expected, actual }) => ({
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': String(expectedNumber(expected)),
      'actual-version': String(actual ?? -1),
    }),
    details: 'WrongExpectedVersion',
    fields: wrongExpectedDetails,
  },
  'stream-deleted': {
    code: 9,
    batchCode: 5,
    message: ({ stream }) => `Event stream '${stream}' is deleted.`,
    batchMessage: 'StreamDeleted',
    trailers: ({ stream }) => ({ exception: 'stream-deleted', 'stream-name': stream }),
    details: 'StreamDeleted',
    fields: ({ stream }) => ({ streamIdentifier: { streamName: utf8(stream) } }),
  },
  'access-denied': {
    code: 7,
    message: ({ why }) => `Access Denied: ${why}`,
    batchMessage: 'AccessDenied',
    trailers: () => ({ exception: 'access-denied' }),
    details: 'AccessDenied',
  },
  'not-authenticated': { code: 16, message: ({ why }) => why, batchMessage: 'AccessDenied', details: 'AccessDenied' },
  'maximum-append-size-exceeded': {
    code: 3,
    message: ({ limit }) => `Maximum Append Size of ${limit} Exceeded.`,
    batchMessage: 'MaximumAppendSizeExceeded',
    trailers: ({ limit }) => ({ exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(limit) }),
    details: 'MaximumAppendSizeExceeded',
    fields: ({ limit }) => ({ maxappendsize: limit }),
  },
  'missing-required-metadata-property': {
    code: 3,
    message: ({ missing }) => `Required Metadata Property '${missing.join(',')}' is missing`,
    batchMessage: 'BadRequest',
    trailers: () => ({ exception: 'missing-required-metadata-property', 'required-metadata-properties': 'type,content-type' }),
    details: 'BadRequest',
    fields: ({ missing }) => ({ message: `Required Metadata Property '${missing.join(',')}' is missing` }),
  },
  'bad-request': { ...plain(3, 'BadRequest', 'BadRequest'), fields: ({ message }) => ({ message }) },
  stumbled: plain(2, 'Unknown'),
  timeout: plain(4, 'Timeout', 'Timeout'),
  'persistent-subscription-exists': ofGroup(6, 'persistent-subscription-exists', 'exists.'),
  'persistent-subscription-does-not-exist': ofGroup(5, 'persistent-subscription-does-not-exist', 'does not exist.'),
  'persistent-subscription-dropped': ofGroup(1, 'persistent-subscription-dropped', 'was dropped.'),
  'persistent-subscription-failed': {
    ...ofGroup(13, 'persistent-subscription-failed', 'failed.'),
    message: ({ stream, group, reason }) => `Subscription group ${group} on stream ${stream} failed: '${reason}'`,
    trailers: ({ stream, group, reason }) => ({
      exception: 'persistent-subscription-failed',
      ...{ 'stream-name': stream, 'group-name': group, reason },
    }),
  },
  'maximum-subscribers-reached': ofGroup(9, 'maximum-subscribers-reached', 'has as many subscribers as it may have.'),
  'rate-limited': plain(8, 'RateLimited'),
  unavailable: plain(14, 'Unavailable'),
  'outcome-unknown': plain(4, 'Timeout', 'Timeout'),
  internal: {
    code: 13,
    message: ({ errorId }) => `Something went wrong that nobody foresaw; the log of the server says more under ${errorId}`,
    batchMessage: 'Unknown',
    details: 'Unknown',
  },
}

export const isRefusal = (value: object): value is Refusal => 'refused' in value

/** The row of the table for a refusal; its facts are the refusal itself. */
export const answerTo = (refusal: Refusal): Answer<Refusal> => answers[refusal.refused] as Answer<Refusal>

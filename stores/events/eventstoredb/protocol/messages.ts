import { encoderOf, protocol } from '../../../../protocol/root.ts'

/** 64 bits in two halves, each maybe negative. */
export interface Wide {
  readonly high: number
  readonly low: number
}

export interface RecordedMessage {
  readonly id: { readonly string: string }
  readonly streamIdentifier: { readonly streamName: Buffer }
  readonly streamRevision: Wide
  readonly commitPosition: Wide
  /** Of the server: `type`, `content-type`, and `created` in ticks of 100 ns since 1970. */
  readonly metadata: Readonly<Record<string, string>>
  /** Of the writer. */
  readonly customMetadata: Uint8Array
  readonly data: Uint8Array
}

/** One of these. */
export interface ReadAnswer {
  readonly event: { readonly event: RecordedMessage } | null
  readonly checkpoint: { readonly commitPosition: Wide; readonly preparePosition: Wide } | null
  readonly streamNotFound: object | null
  readonly caughtUp: object | null
  readonly fellBehind: object | null
}

export interface BatchAnswer {
  readonly correlationId: { readonly string: string }
  readonly success: {
    readonly currentRevision: Wide
    readonly currentRevisionOption: 'currentRevision' | 'noStream'
    readonly position: { readonly commitPosition: Wide } | null
  } | null
  readonly error: { readonly message: string; readonly details: { readonly typeUrl: string; readonly value: Uint8Array } | null } | null
}

/** Fields that were not sent are null, bytes are views of what came in. */
const decoderOf = <Message>(name: string) => {
  const type = protocol.lookupType(name)
  return (bytes: Uint8Array): Message => type.decode(bytes) as unknown as Message
}

interface WrongExpected {
  readonly currentStreamRevision: Wide
  readonly currentStreamRevisionOption?: 'currentStreamRevision' | 'currentNoStream'
}

export const encodeRead = encoderOf(protocol.lookupType('event_store.client.streams.ReadReq'))
export const decodeReadAnswer = decoderOf<ReadAnswer>('event_store.client.streams.ReadResp')
export const encodeBatchAppend = encoderOf(protocol.lookupType('event_store.client.streams.BatchAppendReq'))
export const decodeBatchAnswer = decoderOf<BatchAnswer>('event_store.client.streams.BatchAppendResp')
export const decodeWrongExpected = decoderOf<WrongExpected>('event_store.client.WrongExpectedVersion')
export const decodeBadRequest = decoderOf<{ readonly message: string }>('event_store.client.BadRequest')

/** As it goes over the wire: decimal text loses no bit. */
export const toWide = (value: bigint | number): string => String(value)

/** Exact, whatever the height. */
export const bigintOf = ({ high, low }: Wide): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)

/** Exact up to 2^53, which no revision reaches. */
export const numberOf = ({ high, low }: Wide): number => (high >>> 0) * 2 ** 32 + (low >>> 0)

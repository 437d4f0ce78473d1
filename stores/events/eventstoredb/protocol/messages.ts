import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import protobuf from 'protobufjs'

const { root } = protobuf.parse(readFileSync(join(import.meta.dirname, 'streams.proto'), 'utf8'))

/** 64 bits in two halves, each maybe negative. */
export interface Wide {
  readonly high: number
  readonly low: number
}

export interface RecordedMessage {
  readonly id: { readonly text: string }
  readonly stream: { readonly streamName: Buffer }
  readonly revision: Wide
  readonly commit: Wide
  /** `type`, `content-type`, and `created` in ticks of 100 ns since 1970. */
  readonly system: Readonly<Record<string, string>>
  readonly metadata: Uint8Array
  readonly data: Uint8Array
}

/** One of these. */
export interface ReadAnswer {
  readonly event: { readonly event: RecordedMessage } | null
  readonly checkpoint: { readonly commit: Wide; readonly prepare: Wide } | null
  readonly streamNotFound: object | null
  readonly caughtUp: object | null
  readonly fellBehind: object | null
}

export interface BatchAnswer {
  readonly correlation: { readonly text: string }
  readonly success: {
    readonly revision: Wide
    readonly current: 'revision' | 'noStream'
    readonly position: { readonly commit: Wide } | null
  } | null
  readonly error: { readonly message: string; readonly details: { readonly typeUrl: string; readonly value: Uint8Array } | null } | null
}

const encoderOf = (name: string) => {
  const type = root.lookupType(name)
  return (message: object): Buffer => Buffer.from(type.encode(message).finish())
}

/** Fields that were not sent are null, bytes are views of what came in. */
const decoderOf = <Message>(name: string) => {
  const type = root.lookupType(name)
  return (bytes: Uint8Array): Message => type.decode(bytes) as unknown as Message
}

export const encodeRead = encoderOf('Read')
export const decodeReadAnswer = decoderOf<ReadAnswer>('ReadAnswer')
export const encodeBatchAppend = encoderOf('BatchAppend')
export const decodeBatchAnswer = decoderOf<BatchAnswer>('BatchAnswer')
export const decodeWrongExpected = decoderOf<{ readonly revision: Wide | null; readonly _revision?: string }>('WrongExpectedVersion')
export const decodeBadRequest = decoderOf<{ readonly message: string }>('BadRequest')

/** As it goes over the wire: decimal text loses no bit. */
export const toWide = (value: bigint | number): string => String(value)

/** Exact, whatever the height. */
export const bigintOf = ({ high, low }: Wide): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)

/** Exact up to 2^53, which no revision reaches. */
export const numberOf = ({ high, low }: Wide): number => (high >>> 0) * 2 ** 32 + (low >>> 0)

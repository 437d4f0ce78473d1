/** The messages of the protocol as they are here: requests as decoded, answers as encoded. What is absent was not sent. */

export type Empty = Record<never, never>
/** 64 bits: decimal text when decoded; a number where it is a safe one, or decimal text, when encoded. */
export type Wide = string | number

export interface Uuid {
  readonly string?: string
  readonly structured?: { readonly mostSignificantBits?: Wide; readonly leastSignificantBits?: Wide }
}

export interface StreamIdentifier {
  readonly streamName?: Uint8Array
}

export interface PositionMessage {
  readonly commitPosition?: Wide
  readonly preparePosition?: Wide
}

export interface Expression {
  readonly regex?: string
  readonly prefix: readonly string[]
}

export interface FilterOptions {
  readonly streamIdentifier?: Expression
  readonly eventType?: Expression
  readonly max?: number
  readonly count?: Empty
  readonly window?: string
  readonly checkpointintervalmultiplier?: number
}

export interface UuidOption {
  readonly structured?: Empty
  readonly string?: Empty
}

export interface ReadOptions {
  readonly streamOption?: 'stream' | 'all'
  readonly stream?: {
    readonly streamIdentifier?: StreamIdentifier
    readonly revision?: string
    readonly revisionOption?: 'revision' | 'start' | 'end'
  }
  readonly all?: { readonly position?: PositionMessage; readonly allOption?: 'position' | 'start' | 'end' }
  /** 1 is backwards. */
  readonly readDirection?: number
  readonly resolveLinks?: boolean
  readonly countOption?: 'count' | 'subscription'
  readonly count?: string
  readonly filterOption?: 'filter' | 'noFilter'
  readonly filter?: FilterOptions
  readonly uuidOption?: UuidOption
  readonly controlOption?: { readonly compatibility?: number }
}

export interface RecordedEventMessage {
  readonly id: Uuid
  readonly streamIdentifier: StreamIdentifier
  readonly streamRevision: Wide
  readonly preparePosition: Wide
  readonly commitPosition: Wide
  readonly metadata: Readonly<Record<string, string>>
  readonly customMetadata: Uint8Array
  readonly data: Uint8Array
}

export interface ReadEventMessage {
  readonly event?: RecordedEventMessage
  readonly link?: RecordedEventMessage
  readonly commitPosition: Wide
}

export type ReadResponse =
  | { readonly event: ReadEventMessage }
  | { readonly confirmation: { readonly subscriptionId: string } }
  | { readonly checkpoint: PositionMessage & { readonly timestamp: Timestamp } }
  | { readonly streamNotFound: { readonly streamIdentifier: StreamIdentifier } }
  | { readonly firstStreamPosition: Wide }
  | { readonly lastStreamPosition: Wide }
  | { readonly caughtUp: { readonly timestamp: Timestamp } }

export interface Timestamp {
  readonly seconds?: Wide
  readonly nanos?: number
}

/** What a writer believes of a stream, in the oneof of whichever request. */
export interface ExpectedRevisionFields {
  readonly revision?: string
  readonly streamPosition?: string
  readonly expectedStreamRevision?: 'revision' | 'noStream' | 'any' | 'streamExists'
  readonly expectedStreamPosition?: 'streamPosition' | 'noStream' | 'any' | 'streamExists'
}

export interface StreamOptions extends ExpectedRevisionFields {
  readonly streamIdentifier?: StreamIdentifier
}

export interface ProposedMessage {
  readonly id?: Uuid
  readonly metadata: Readonly<Record<string, string>>
  readonly customMetadata?: Uint8Array
  readonly data?: Uint8Array
}

export interface AppendRequest {
  readonly content?: 'options' | 'proposedMessage'
  readonly options?: StreamOptions
  readonly proposedMessage?: ProposedMessage
}

export interface BatchOptions extends StreamOptions {
  /** An instant. */
  readonly deadline21100?: Timestamp
  /** From now on. */
  readonly deadline?: Timestamp
}

export interface BatchAppendRequest {
  readonly correlationId?: Uuid
  readonly options?: BatchOptions
  readonly proposedMessages: readonly ProposedMessage[]
  readonly isFinal?: boolean
}

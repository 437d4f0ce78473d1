import type { CanonicalMessage } from '../domain/channel/canonical.ts'
import type { ConnectionSettings } from '../domain/policy/kinds/channel-connection.ts'
import type { WmsSettings } from '../domain/policy/kinds/wms.ts'
import type { PushMessage } from '../domain/publishing/messages.ts'
import type { PushedStatus } from '../domain/publishing/statuses.ts'
import type { Channel } from '../domain/shared/fields.ts'
import type { TracedFact } from '../domain/trace/fields.ts'
import type { WmsAnswer, WmsDocument, WmsReading } from '../domain/wms/canonical.ts'
import type { Exchange } from './shared/exchange.ts'

export type { Exchange }

/** What could still be read of a payload that cannot be taken further. */
export interface Unreadable {
  readonly ok: false
  readonly code: 'UNPARSABLE' | 'SUM_BROKEN' | 'SHOP_MISNAMED'
  /** Names the field or the equation and says what to do; never shows personal data. */
  readonly reason: string
  /** For a broken sum: the equation's name and both sides in fen. For a bad field: its path. */
  readonly details: { readonly equation?: string; readonly leftFen?: number; readonly rightFen?: number; readonly path?: string }
  readonly shop: string | null
  readonly channelOrderId: string | null
  readonly refundId: string | null
  readonly modifiedAt: number | null
}

export type Reading = { readonly ok: true; readonly message: CanonicalMessage } | Unreadable

/** What the receiver of a message knows about it beside its text. */
export interface Receipt {
  /**
   * Shop the message was sent for. It counts where the payload does not name its shop: Pinduoduo and WeChat shop never do in an answer of
   * their API, and neither do refunds of JD. The payload's own word comes first.
   */
  readonly shop?: string
}

/** One channel, inwards. Pure: the same text and receipt give the same reading. */
export interface ChannelConnector {
  readonly channel: Channel
  /** Reads one message as the channel sent it. Never throws. */
  read(text: string, receipt?: Receipt): Reading
}

/** A place of a message that is not as it must be. It never holds the value. */
export interface TraceProblem {
  readonly path: string
  readonly expected: string
}

export type TraceReading =
  | { readonly ok: true; readonly carrier: string; readonly waybill: string; readonly facts: readonly TracedFact[] }
  | { readonly ok: false; readonly problems: readonly TraceProblem[] }

/** One reporter of traces, inwards. Pure; never throws. */
export interface TraceConnector {
  /** As in the address of its door. */
  readonly reporter: string
  /** Whether the bytes are signed with the secret that it and we know. */
  isSigned(body: Uint8Array, secret: string): boolean
  read(body: Uint8Array): TraceReading
  /** What it wants to hear once a message is durable, and when it is refused; anything else, and it sends again. */
  answer(isTaken: boolean): object
}

/** Warehouse management systems of one form, in both directions. Reading is pure. */
export interface WmsConnector {
  /** What a method is called, however the sender writes it. */
  methodOf(given: string): string
  /** Reads one message. Never throws. */
  read(method: string, body: string): WmsReading
  /** Whether whoever sent it knows the secret. */
  isSigned(secret: string, parameters: Readonly<Record<string, string>>, body: Uint8Array): boolean
  writeReply(reply: { readonly ok: boolean; readonly code: string; readonly message: string }): string
  /** Sends a document, and waits for its answer as long as the settings say. Never throws for what the other side does. */
  send(document: WmsDocument, settings: WmsSettings, secret: string, now: number, exchange?: Exchange): Promise<WmsAnswer>
}

/** What a shop of a channel is spoken to with: a setting, never part of the log. */
export interface ChannelCredentials {
  /** Signs what is sent. */
  readonly secret: string
  /** By which the channel knows whose shop it is; empty where it has none. */
  readonly accessToken: string
}

/** What came of telling a channel. */
export type PushAnswer =
  | { readonly outcome: 'taken' }
  /** Final: sending it again is of no use. */
  | { readonly outcome: 'refused'; readonly code: string; readonly isFinal?: true }
  | { readonly outcome: 'unreached' | 'unanswered'; readonly code: string }

/** One channel, outwards. */
export interface ChannelSender {
  /** What it can be told of orders; every one takes stock. */
  readonly takes: readonly PushedStatus[]
  /** Whether it takes such a thing of this very order or case. */
  concerns(message: PushMessage): boolean
  /** Tells the channel, and waits for its answer as long as the settings say. Never throws for what the other side does. */
  send(message: PushMessage, requestId: string, to: ConnectionSettings, credentials: ChannelCredentials, now: number): Promise<PushAnswer>
}

import type { CanonicalMessage } from '../domain/channel/canonical.ts'
import type { Channel } from '../domain/shared/fields.ts'

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

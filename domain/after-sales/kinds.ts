import type { ChannelAfterSale } from './commands.ts'

export type Kind = ChannelAfterSale['kind']

const withReturn: ReadonlySet<Kind> = new Set(['returnAndRefund', 'exchange', 'repair', 'rejectedDelivery'])

/** Kinds of which units are to come back once they are agreed to. Of an intercept they are once the carrier has turned the parcel round. */
export const expectsReturn = (kind: Kind): boolean => withReturn.has(kind)

/** Kinds that send units anew, as an order of its own. */
export const sendsAnew = (kind: Kind): kind is 'exchange' | 'resend' => kind === 'exchange' || kind === 'resend'

/** Kinds about a parcel on its way, which its buyer will not have. */
export const concernsParcel = (kind: Kind): boolean => kind === 'rejectedDelivery' || kind === 'intercept'

/**
 * Channels show for a while only that a refund is about a parcel on its way: what they call a refund and nothing else before and after
 * is the same case still.
 */
export const stillKind = (known: Kind, said: Kind): Kind => (concernsParcel(known) && said === 'refundOnly' ? known : said)

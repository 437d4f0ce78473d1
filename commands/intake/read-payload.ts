import { isUtf8 } from 'node:buffer'
import type { ChannelConnector, Reading, Receipt, Unreadable } from '../../connectors/port.ts'
import { errorCodes } from '../../domain/shared/error-codes.ts'
import { shop as shopId } from '../../domain/shared/fields.ts'

const unknown = { shop: null, channelOrderId: null, refundId: null, modifiedAt: null }

/** A shop as a sender may name it: an id like any other. Several at once, or none where one was to be named, are written as empty. */
export const isShop = (shop: string): boolean => shopId.safeParse(shop).success

/** Stands for the shop a sender failed to name: where it is still there after reading, the payload does not say its shop either. */
const nobody = '?'

/**
 * Bytes in another encoding than UTF-8 are kept as they came, and not guessed at: a letter read wrong would be somebody's wrong name. A shop
 * misnamed beside the payload counts for nothing where the payload names its own; else a connector must not fall back to its only shop.
 */
export function readPayload(connector: ChannelConnector, bytes: Uint8Array, receipt: Receipt): Reading {
  const { shop } = receipt
  const isMisnamed = shop !== undefined && !isShop(shop)
  if (!isUtf8(bytes)) {
    const reason = 'the payload is not UTF-8; correct it with the same text in UTF-8'
    return { ok: false, code: 'UNPARSABLE', reason, details: {}, ...unknown, shop: isMisnamed ? null : (shop ?? null) }
  }
  const text = withoutMark(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  if (!isMisnamed) return connector.read(text, receipt)
  const reading = connector.read(text, { shop: nobody })
  const said = reading.ok ? saidBy(reading) : reading
  return said.shop === nobody ? misnamed(said) : reading
}

/** The mark some systems put before UTF-8 is no part of the text. */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text)

const saidBy = ({ message }: Extract<Reading, { ok: true }>) =>
  message.kind === 'order' ? { ...message.order, refundId: null } : message.afterSale

const misnamed = ({
  channelOrderId,
  refundId,
  modifiedAt,
}: Pick<Unreadable, 'channelOrderId' | 'refundId' | 'modifiedAt'>): Unreadable => ({
  ok: false,
  code: 'SHOP_MISNAMED',
  reason: errorCodes.SHOP_MISNAMED.title,
  details: {},
  ...{ shop: null, channelOrderId, refundId, modifiedAt },
})

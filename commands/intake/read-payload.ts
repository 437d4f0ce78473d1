import { isUtf8 } from 'node:buffer'
import type { ChannelConnector, Reading, Receipt } from '../../connectors/port.ts'

const unknown = { shop: null, channelOrderId: null, refundId: null, modifiedAt: null }

/** Bytes in another encoding than UTF-8 are kept as they came, and not guessed at: a letter read wrong would be somebody's wrong name. */
export function readPayload(connector: ChannelConnector, bytes: Uint8Array, receipt: Receipt): Reading {
  if (isUtf8(bytes)) return connector.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'), receipt)
  const reason = 'the payload is not UTF-8; correct it with the same text in UTF-8'
  return { ok: false, code: 'UNPARSABLE', reason, details: {}, ...unknown, shop: receipt.shop ?? null }
}

import { isUtf8 } from 'node:buffer'
import type { WmsConnector } from '../../connectors/port.ts'
import type { WmsMessage, WmsReading } from '../../domain/wms/canonical.ts'

/** Bytes in another encoding than UTF-8 are kept as they came, and not guessed at. */
export function readWmsMessage(connector: WmsConnector, method: string, bytes: Uint8Array): WmsReading {
  if (!isUtf8(bytes)) {
    const reason = 'the message is not UTF-8; correct it with the same text in UTF-8'
    return { ok: false, code: 'UNPARSABLE', reason, details: { path: '$' } }
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  return connector.read(method, text.startsWith('\uFEFF') ? text.slice(1) : text)
}

/** What it says of itself on the outside. */
export const outsideOf = (message: WmsMessage): { readonly orderCode: string | null; readonly messageNumber: string | null } => ({
  orderCode: 'orderCode' in message ? message.orderCode : null,
  messageNumber: 'messageNumber' in message ? message.messageNumber : null,
})

import type { WmsSettings } from '../../domain/policy/kinds/wms.ts'
import type { WmsAnswer, WmsDocument } from '../../domain/wms/canonical.ts'
import { type Exchange, exchange as overHttp } from '../shared/exchange.ts'
import { type Parameters, signatureOf } from '../shared/parameter-signature.ts'
import { localTimeOf } from '../shared/time.ts'
import { readReply } from './reply.ts'
import { writeQimen } from './write.ts'

/**
 * Sends a document to a Qimen system and says what came of it. Never throws for what the other side does.
 * @param exchange How the system is reached, where that is not over the network.
 */
export async function sendQimen(
  document: WmsDocument,
  settings: WmsSettings,
  secret: string,
  now: number,
  exchange: Exchange = overHttp,
): Promise<WmsAnswer> {
  const { method, body } = writeQimen(document, settings)
  const parameters: Parameters = {
    method: `taobao.qimen.${method}`,
    timestamp: localTimeOf(now),
    format: 'xml',
    app_key: settings.appKey,
    v: '2.0',
    sign_method: 'md5',
    customerId: settings.customerId,
  }
  const url = new URL(settings.url)
  for (const [name, value] of Object.entries({ ...parameters, sign: signatureOf(secret, parameters, body) }))
    url.searchParams.set(name, value)
  const message = { url, headers: { 'content-type': 'text/xml; charset=utf-8' }, body }
  const exchanged = await exchange(message, settings.timeoutMs)
  if (exchanged.outcome === 'answered') return readReply(exchanged.body)
  return exchanged.code === 'TOO_LONG' ? { outcome: 'unanswered', code: 'NOT_QIMEN' } : exchanged
}

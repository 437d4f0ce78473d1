import type { WmsSettings } from '../../domain/policy/kinds/wms.ts'
import type { WmsAnswer, WmsDocument } from '../../domain/wms/canonical.ts'
import { localTimeOf } from '../shared/time.ts'
import { readReply } from './reply.ts'
import { type QimenParameters, signatureOf } from './sign.ts'
import { writeQimen } from './write.ts'

/** Nothing of the message can have got there: no connection was ever made. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

/** The root of a failure of `fetch`; what several addresses failed with is one when all did so. */
function codeOf(failure: unknown): string {
  const { cause, name } = failure as { cause?: { code?: unknown; errors?: readonly { code?: unknown }[] }; name?: string }
  if (typeof cause?.code === 'string') return cause.code
  const codes = new Set((cause?.errors ?? []).map(({ code }) => code))
  const [only] = codes
  if (codes.size === 1 && typeof only === 'string') return only
  return name === 'TimeoutError' ? 'TIMEOUT' : 'NO_ANSWER'
}

const mostBytes = 65_536

/** At most so much of a body; null when it is longer. */
async function bodyOf(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > mostBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Sends a document to a Qimen system and says what came of it. Never throws for what the other side does. */
export async function sendQimen(document: WmsDocument, settings: WmsSettings, secret: string, now: number): Promise<WmsAnswer> {
  const { method, body } = writeQimen(document, settings)
  const parameters: QimenParameters = {
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
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(settings.timeoutMs),
    })
    const answer = await bodyOf(response)
    if (!response.ok) return { outcome: 'unanswered', code: `HTTP_${response.status}` }
    return answer === null ? { outcome: 'unanswered', code: 'NOT_QIMEN' } : readReply(answer)
  } catch (failure) {
    const code = codeOf(failure)
    return { outcome: neverConnected.has(code) ? 'unreached' : 'unanswered', code }
  }
}

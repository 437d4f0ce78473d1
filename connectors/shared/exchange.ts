/** A message as it goes to another system. */
export interface HttpMessage {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came of sending it: an answer, or why there is none that can be read. */
export type Exchanged =
  | { readonly outcome: 'answered'; readonly body: string }
  | { readonly outcome: 'unreached' | 'unanswered'; readonly code: string }

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

/** The way to another system and back. */
export type Exchange = (message: HttpMessage, timeoutMs: number) => Promise<Exchanged>

/** Posts a message and waits so long for its answer. Never throws for what the other side does; never follows it elsewhere. */
export const exchange: Exchange = async ({ url, headers, body }, timeoutMs) => {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    const answer = await bodyOf(response)
    if (!response.ok) return { outcome: 'unanswered', code: `HTTP_${response.status}` }
    return answer === null ? { outcome: 'unanswered', code: 'TOO_LONG' } : { outcome: 'answered', body: answer }
  } catch (failure) {
    const code = codeOf(failure)
    return { outcome: neverConnected.has(code) ? 'unreached' : 'unanswered', code }
  }
}

/** Why an answer did not come, or was a refusal: the problem document of the server (RFC 9457), or nothing at all. */
export class Failure extends Error {
  readonly kind: 'problem' | 'unreachable'
  readonly status: number
  readonly code: string
  readonly detail: string | null
  readonly details: Readonly<Record<string, unknown>>
  constructor(problem: Partial<Pick<Failure, 'kind' | 'status' | 'code' | 'detail' | 'details'>> & { readonly title: string }) {
    super(problem.title)
    this.name = 'Failure'
    this.kind = problem.kind ?? 'problem'
    this.status = problem.status ?? 0
    this.code = problem.code ?? 'UNREACHABLE'
    this.detail = problem.detail ?? null
    this.details = problem.details ?? {}
  }
}

let sessionEnded = (): void => undefined
/** Who is told when the server no longer knows who asks: one, for the whole page. */
export function onSessionEnded(listener: () => void): void {
  sessionEnded = listener
}

type Parameters = Readonly<Record<string, string | number | undefined>>

/** Throws a `Failure`. */
export const get = <Body>(path: string, query: Parameters = {}, signal?: AbortSignal): Promise<Body> =>
  ask<Body>('GET', path, query, undefined, signal)
/** Throws a `Failure`. */
export const send = <Body>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<Body> => ask<Body>(method, path, {}, body)

async function ask<Body>(method: string, path: string, query: Parameters, body?: unknown, signal?: AbortSignal): Promise<Body> {
  const answer = await fetched(`v1/${path}${searchOf(query)}`, {
    method,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (answer.ok) return (await answer.json()) as Body
  const failure = await failureOf(answer)
  if (failure.status === 401) sessionEnded()
  throw failure
}

async function fetched(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Failure({ kind: 'unreachable', title: 'The server does not answer' })
  }
}

async function failureOf(answer: Response): Promise<Failure> {
  const { status } = answer
  try {
    const problem = (await answer.json()) as { code?: string; title?: string; detail?: string; details?: Record<string, unknown> }
    const { code = 'UNKNOWN', title = answer.statusText, detail = null, details = {} } = problem
    return new Failure({ status, code, title, detail, details })
  } catch {
    const isGateway = status === 502 || status === 503 || status === 504
    return new Failure({ kind: isGateway ? 'unreachable' : 'problem', status, code: 'UNKNOWN', title: answer.statusText || String(status) })
  }
}

function searchOf(query: Parameters): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
  readonly position: string
}

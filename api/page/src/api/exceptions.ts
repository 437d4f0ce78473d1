import type { ChannelException } from '../../../../projections/exceptions/exceptions.ts'
import { get, type Page, send } from './http.ts'
import type { ShownText } from './orders.ts'

export type Exception = ChannelException
export type ExceptionWithPayload = ChannelException & { readonly payload: ShownText }

/** What came of trying again; the message still waits when not `ok`. */
export interface Tried {
  readonly ok: boolean
  readonly outcome: string | null
  readonly orderId: string | null
  readonly code: string | null
  readonly reason: string | null
}

export interface ExceptionFilters {
  readonly open?: string | undefined
  readonly channel?: string | undefined
  readonly code?: string | undefined
  readonly orderId?: string | undefined
}

export const fetchExceptions = (
  filters: ExceptionFilters,
  after: string | undefined,
  limit: number,
  signal?: AbortSignal,
): Promise<Page<Exception>> => get<Page<Exception>>('exceptions', { ...filters, after, limit }, signal)

const path = (exceptionId: string, what = '') => `exceptions/${encodeURIComponent(exceptionId)}${what}`

export const fetchException = (exceptionId: string, signal?: AbortSignal): Promise<ExceptionWithPayload> =>
  get<ExceptionWithPayload>(path(exceptionId), {}, signal)
export const retryException = (exceptionId: string): Promise<Tried> => send<Tried>('POST', path(exceptionId, '/retry'))
export const dropException = (exceptionId: string): Promise<unknown> => send('POST', path(exceptionId, '/drop'))
export const correctException = (exceptionId: string, text: string, note: string): Promise<Tried> =>
  send<Tried>('POST', path(exceptionId, '/correct'), { text, note })

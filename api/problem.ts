import { randomUUID } from 'node:crypto'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { UndecodableEvent } from '../domain/codec.ts'
import type { Rejection } from '../domain/shared/decision.ts'
import { definitionOfError, type ErrorCode, errorCodes } from '../domain/shared/error-codes.ts'
import { OwnerSilent } from '../projections/runner/failures.ts'
import { DocumentStoreError } from '../stores/documents/port.ts'
import { EventStoreError } from '../stores/events/port.ts'
import { KeyStoreError } from '../stores/keys/port.ts'

/** A refusal of the edge, on its way to the asker as a problem document (RFC 9457). */
export class Problem extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly details: Readonly<Record<string, unknown>>
  constructor(code: ErrorCode, detail?: string, details: Readonly<Record<string, unknown>> = {}) {
    super(detail ?? errorCodes[code].title)
    this.name = 'Problem'
    this.code = code
    this.detail = detail
    this.details = details
  }
}

export const problemOfRejection = ({ code, details }: Rejection): Problem => new Problem(code, undefined, details)

export const problemDocument = z
  .object({
    type: z.string().describe('A name for the kind of problem'),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string().optional().describe('What to do about it'),
    details: z.record(z.string(), z.unknown()).optional().describe('What would have been possible'),
    errorId: z.string().optional().describe('To be found in the log'),
  })
  .describe('Problem document (RFC 9457)')

export interface Answered {
  readonly status: number
  readonly body: z.infer<typeof problemDocument>
  /** Nobody expected it: the log says more. */
  readonly unexpected: boolean
}

/** What the asker is told of a failure: never an internal, never a value that was sent. */
export function explain(failure: unknown): Answered {
  if (failure instanceof Problem) return answered(failure.code, failure.detail, failure.details)
  if (hasZodFastifySchemaValidationErrors(failure)) return answered('BAD_REQUEST', issuesOf(failure.validation))
  if (failure instanceof OwnerSilent) return answered('BEHIND', `${failure.message}; ask again`)
  return ofStore(failure) ?? ofHttp(failure) ?? { ...answered('INTERNAL', undefined, {}, randomUUID()), unexpected: true }
}

function answered(
  code: ErrorCode,
  detail = definitionOfError(code).advice,
  details: Readonly<Record<string, unknown>> = {},
  errorId?: string,
): Answered {
  const known = definitionOfError(code)
  const status = known.status < 400 ? 422 : known.status
  const more = {
    ...(detail === undefined ? {} : { detail }),
    ...(Object.keys(details).length === 0 ? {} : { details: withoutBigints(details) }),
    ...(errorId === undefined ? {} : { errorId }),
  }
  return { status, body: { type: `urn:order-ledger:problem:${code}`, title: known.title, status, code, ...more }, unexpected: false }
}

const withoutBigints = (details: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(details, (_, value) => (typeof value === 'bigint' ? String(value) : value)))

const issuesOf = (issues: readonly { readonly instancePath: string; readonly message?: string | undefined }[]): string =>
  issues
    .slice(0, 10)
    .map(({ instancePath, message }) => `${instancePath.slice(1).replaceAll('/', '.') || 'the request'}: ${message ?? 'invalid'}`)
    .join('; ')

const refusing = new Set(['STOPPED', 'DISK_FULL', 'READ_ONLY', 'CLOSED', 'REFUSED', 'UNAVAILABLE', 'BUSY', 'LOCKED'])

function ofStore(failure: unknown): Answered | null {
  const isStore = failure instanceof EventStoreError || failure instanceof DocumentStoreError || failure instanceof KeyStoreError
  if (!isStore) return null
  if (refusing.has(failure.code)) return answered('STORE_REFUSES', undefined, { cause: failure.code })
  if (failure.code === 'TOO_LARGE') return answered('TOO_LARGE')
  return failure.code === 'OUTCOME_UNKNOWN' ? answered('OUTCOME_UNKNOWN') : null
}

/** What fastify found wrong with a request. Its messages may repeat what was sent, so they stay here. */
function ofHttp(failure: unknown): Answered | null {
  const { code, statusCode } = failure as { readonly code?: unknown; readonly statusCode?: unknown }
  if (statusCode === 413) return answered('TOO_LARGE')
  if (statusCode === 415) return answered('UNSUPPORTED_MEDIA_TYPE', 'send application/json')
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return answered('BAD_REQUEST', 'the body is empty; send JSON')
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY' || (failure instanceof SyntaxError && statusCode === 400))
    return answered('BAD_REQUEST', 'the body is not JSON')
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? answered('BAD_REQUEST') : null
}

/** A failure as the log may hold it: where it happened, and its words only when they are ours. */
export function forLog(failure: unknown): Record<string, unknown> {
  if (!(failure instanceof Error)) return { name: typeof failure }
  const ours =
    failure instanceof EventStoreError ||
    failure instanceof DocumentStoreError ||
    failure instanceof KeyStoreError ||
    failure instanceof UndecodableEvent
  const frames = (failure.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return { name: failure.name, ...(ours ? { message: failure.message } : {}), stack: frames.slice(0, 12).map((frame) => frame.trim()) }
}

import { type ServiceError, status } from '@grpc/grpc-js'
import { EventStoreError } from '../port.ts'

export const unavailable = (why: string, cause?: unknown): EventStoreError =>
  new EventStoreError('UNAVAILABLE', `The event store cannot be reached: ${why}`, {}, cause)

export const refused = (why: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown): EventStoreError =>
  new EventStoreError('REFUSED', `The event store refuses: ${why}`, details, cause)

const isServiceError = (failure: unknown): failure is ServiceError =>
  failure instanceof Error && typeof (failure as ServiceError).code === 'number'

/** No use in asking again. */
const final = new Set<number>([
  status.INVALID_ARGUMENT,
  status.NOT_FOUND,
  status.PERMISSION_DENIED,
  status.UNAUTHENTICATED,
  status.UNIMPLEMENTED,
  status.FAILED_PRECONDITION,
])
/** What a server says when a handler of its own failed: it is there, and another try comes to the same. */
const stumbled = /^(Exception was thrown by handler|Unexpected Read)/

/** Another node leads now, and the client knows which. */
const isOfFollower = ({ metadata }: ServiceError): boolean => String(metadata?.get('exception')[0]) === 'not-leader'

/** What became of a read or a subscription. Leaders that change and servers that go away are `UNAVAILABLE`: worth another try. */
export function readFailure(failure: unknown): EventStoreError {
  if (failure instanceof EventStoreError) return failure
  if (!isServiceError(failure)) return unavailable(failure instanceof Error ? failure.message : String(failure), failure)
  const isFinal = !isOfFollower(failure) && (final.has(failure.code) || stumbled.test(failure.details))
  return isFinal ? refused(failure.details, { status: failure.code }, failure) : unavailable(failure.details, failure)
}

/** Whether a server was asked to begin where none of its records does. */
export const isInvalidPosition = (failure: unknown): boolean =>
  failure instanceof Error && /InvalidPosition|invalid position/i.test((failure as ServiceError).details ?? failure.message)

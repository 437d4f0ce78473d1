import { inspect } from 'node:util'
import { Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { expect, test } from 'vitest'
import { openClient } from './client.ts'
import { isInvalidPosition, readFailure } from './failures.ts'

function failureOf(code: status, details: string, exception?: string): ServiceError {
  const metadata = new Metadata()
  if (exception !== undefined) metadata.set('exception', exception)
  return Object.assign(new Error(`${code}: ${details}`), { code, details, metadata })
}

test.each([
  [failureOf(status.UNAVAILABLE, 'read ECONNRESET'), 'UNAVAILABLE'],
  [failureOf(status.CANCELLED, 'Call canceled'), 'UNAVAILABLE'],
  [failureOf(status.INTERNAL, 'Received RST_STREAM with code 2'), 'UNAVAILABLE'],
  [failureOf(status.NOT_FOUND, 'Leader info available', 'not-leader'), 'UNAVAILABLE'],
  [new Error('Failed to discover after 10 attempts.'), 'UNAVAILABLE'],
  [failureOf(status.UNAUTHENTICATED, 'a valid access key is required'), 'REFUSED'],
  [failureOf(status.PERMISSION_DENIED, 'Access Denied', 'access-denied'), 'REFUSED'],
  [failureOf(status.FAILED_PRECONDITION, 'Event stream is deleted.', 'stream-deleted'), 'REFUSED'],
  [failureOf(status.UNKNOWN, 'Exception was thrown by handler.'), 'REFUSED'],
])('%s is %s', (failure, code) => {
  expect(readFailure(failure)).toMatchObject({ code, cause: failure })
})

test('a position where no record begins is told from other refusals', () => {
  expect(isInvalidPosition(failureOf(status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition'))).toBe(true)
  expect(isInvalidPosition(failureOf(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.'))).toBe(true)
  expect(isInvalidPosition(failureOf(status.UNKNOWN, 'Unexpected ReadAllResult: Error'))).toBe(false)
})

test.each(['eventstore', 'kurrent'] as const)('what the client %s does not understand is said without the password', async (client) => {
  const opening = openClient(client, 'esdb://admin:secret@host?tls=yes')
  await expect(opening).rejects.toThrow('expected true or false')
  const failure = await opening.catch((error) => error)
  expect(inspect(failure)).not.toContain('secret')
})

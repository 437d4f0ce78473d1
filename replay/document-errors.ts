import { writeFileSync } from 'node:fs'
import { type ErrorDefinition, errorCodes } from '../domain/shared/error-codes.ts'

/** Writes `docs/errors.md` when run: `node replay/document-errors.ts`. */

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

const row = ([code, { status, title, advice }]: readonly [string, ErrorDefinition]): string =>
  `| \`${code}\` | ${status} | ${cell(title)} | ${cell(advice ?? '')} |`

export const errorsDocument = (): string =>
  [
    '# Errors',
    '',
    'Every refusal and failure there is, made from `domain/shared/error-codes.ts` (`node replay/document-errors.ts`). Over HTTP it is a problem',
    'document (RFC 9457): `code`, `title`, `status`, `detail` with what to do, `details` with what would have been possible. No error holds personal data,',
    'whatever was sent. Where the last column is empty, the meaning says it.',
    '',
    'Codes with status 200 are reasons of exceptions: a message of a channel is answered 200 and waits to be corrected or retried. They have status',
    '422 where somebody else asked.',
    '',
    'Failures of the folders themselves (`LOCKED`, `CORRUPT`, `DISK_FULL`, ...) are in [operations.md](operations.md).',
    '',
    '| code | status | meaning | what to do |',
    '|---|---|---|---|',
    ...Object.entries(errorCodes).map(row),
    '',
  ].join('\n')

if (import.meta.main) writeFileSync('docs/errors.md', errorsDocument())

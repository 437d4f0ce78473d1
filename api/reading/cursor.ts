import type { Scalar } from '../../stores/documents/port.ts'
import { Problem } from '../problem.ts'

/** Where a page ended: the sort values and the id of its last document. Nothing to be read by anyone but us. */
export const cursorOf = (values: readonly Scalar[]): string => Buffer.from(JSON.stringify(values)).toString('base64url')

/** Throws a `Problem` when it is none of ours for such a page. */
export function parseCursor(text: string, length: number): readonly Scalar[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === length && values.every(isScalar)) return values
  } catch {}
  throw new Problem('BAD_REQUEST', 'after: not a cursor of this list; take it from `next` of the page before')
}

const isScalar = (value: unknown): value is Scalar => value === null || ['string', 'number', 'boolean'].includes(typeof value)

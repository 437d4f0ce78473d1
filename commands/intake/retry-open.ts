import type { ChannelException } from '../../projections/exceptions/exceptions.ts'
import type { Collection, Query, Scalar } from '../../stores/documents/port.ts'
import type { Asking } from '../command-bus.ts'
import type { Exceptions } from './exceptions.ts'

export interface RetryPage {
  readonly where: NonNullable<Query['where']>
  /** `next` of the page before; null for the first. */
  readonly after: readonly Scalar[] | null
  readonly limit: number
}

export interface RetriedPage {
  readonly tried: number
  readonly wentThrough: number
  readonly stillWaiting: number
  /** Null once all were tried. */
  readonly next: readonly Scalar[] | null
}

const atOnce = 16

/**
 * Tries one page of open exceptions again, the latest first: what still waits with another reason moves to the front, behind the cursor,
 * and is not met twice.
 */
export async function retryOpen(
  collection: Collection<ChannelException>,
  exceptions: Exceptions,
  { where, after, limit }: RetryPage,
  asking: Asking,
): Promise<RetriedPage> {
  const sort = [{ field: 'lastAt', direction: 'descending' }] as const
  const query = { where: { ...where, open: true }, sort, limit: limit + 1, ...(after === null ? {} : { after }) }
  const found = (await collection.find(query)).flatMap(({ body }) => (body === null ? [] : [body]))
  const page = found.slice(0, limit)
  const counts = { wentThrough: 0, stillWaiting: 0 }
  for (let from = 0; from < page.length; from += atOnce) {
    const group = page.slice(from, from + atOnce)
    const results = await Promise.all(
      group.map((each) => exceptions.retry(each, { ...asking, commandId: `${asking.commandId}/${each.exceptionId}` })),
    )
    // One that was resolved meanwhile, as the read model did not know yet, is neither.
    const waiting = results.filter((result) => ('ok' in result ? !result.ok : result.code !== 'EXCEPTION_CLOSED'))
    counts.wentThrough += results.filter((result) => 'ok' in result && result.ok).length
    counts.stillWaiting += waiting.length
  }
  const last = page.at(-1)
  const next = found.length > limit && last !== undefined ? [last.lastAt, last.exceptionId] : null
  return { tried: page.length, ...counts, next }
}

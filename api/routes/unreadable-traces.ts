import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { parseStreamKey } from '../../domain/shared/stream-name.ts'
import { type App, answers, ok } from '../app.ts'
import { askingBy } from '../asking/asking.ts'
import { askerOf } from '../auth/authenticate.ts'
import { Problem, problemOfRejection } from '../problem.ts'
import type { LedgerServices } from '../services.ts'

const tags = ['fulfilment']
const params = z.object({ traceId: z.string().max(300).describe('Reporter and message, as `id` of an unreadable trace') })
const tried = z.object({
  ok: z.boolean().describe('Whether it can be read now; it still waits when not'),
  waybill: z.string().nullable(),
  problems: z.array(z.object({ path: z.string(), expected: z.string() })),
})

/** Messages of carriers nobody could read: taken again, or set aside. */
export function unreadableTraceRoutes(app: App, { traces, settings }: Pick<LedgerServices, 'traces' | 'settings'>): void {
  const nameOf = (traceId: string): readonly [string, string] => {
    const { parts, at } = parseStreamKey(traceId)
    if (parts.length !== 1 || at === null) throw new Problem('EXCEPTION_UNKNOWN')
    return [parts[0]!, at]
  }
  const askingFor = (keyId: string, what: string) => askingBy(keyId, `${what}/${randomUUID()}`, settings.clock.now())

  app.post(
    '/v1/traces/:traceId/retry',
    { schema: { summary: 'Read a message of a carrier again that could not be read', tags, params, response: answers(tried) } },
    async (request) => {
      const result = await traces.unreadable.retry(...nameOf(request.params.traceId), askingFor(askerOf(request).keyId, 'retry'))
      if ('accepted' in result) throw problemOfRejection(result)
      return result.ok
        ? { ok: true, waybill: result.waybill, problems: [] }
        : { ok: false, waybill: null, problems: result.problems.map((each) => ({ ...each })) }
    },
  )
  app.post(
    '/v1/traces/:traceId/drop',
    { schema: { summary: 'Set a message of a carrier aside that cannot be read', tags, params, response: answers(ok) } },
    async (request) => {
      const answer = await traces.unreadable.drop(...nameOf(request.params.traceId), askingFor(askerOf(request).keyId, 'drop'))
      if (!answer.accepted) throw problemOfRejection(answer)
      return { ok: true }
    },
  )
}

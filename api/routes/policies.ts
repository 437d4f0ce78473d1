import { z } from 'zod'
import { factNames } from '../../domain/audit/facts.ts'
import { auditOutcomes } from '../../domain/audit/outcomes.ts'
import { kindOfPolicy, policyKindNames, policyKinds, readDocument } from '../../domain/policy/kinds.ts'
import { stateOf, versionStates } from '../../domain/policy/version-state.ts'
import { json } from '../../domain/shared/json.ts'
import type { PooledOrder } from '../../projections/order-pool/document.ts'
import { orderPool } from '../../projections/order-pool/order-pool.ts'
import { type PolicyVersionDocument, policies as policyVersions } from '../../projections/policies/policies.ts'
import { tryAudit } from '../../replay/audit-trial/audit-trial.ts'
import type { Condition } from '../../stores/documents/port.ts'
import { type App, answers, position } from '../app.ts'
import { Problem } from '../problem.ts'
import { cursorOf, parseCursor } from '../reading/cursor.ts'
import { instantOf } from '../reading/moments.ts'
import { findPage, given, pageOf, pageQuery } from '../reading/page.ts'
import type { OpenModel } from '../reading/read-model.ts'
import type { LedgerServices } from '../services.ts'

const summary = z.object({
  name: z.string(),
  kind: z.string(),
  version: z.int(),
  effectiveFrom: z.int(),
  until: z.int().nullable().describe('From when a later version decides instead; at or before effectiveFrom when this one never did'),
  state: z.enum(versionStates).describe('At the time of the answer'),
  publishedAt: z.int(),
  publishedBy: z.string(),
  note: z.string(),
})
const whole = summary.extend({ document: json('As it was published') })
const kindName = z.enum(policyKindNames as [string, ...string[]])

const count = z.int().nonnegative()
const outcome = z.enum(auditOutcomes)
const tally = z.object({
  outcomes: z.record(outcome, count),
  rules: z.array(z.object({ rule: z.string(), orders: count, samples: z.array(z.string()).describe('Ids of some of them') })),
})
const report = z.object({
  orders: count.describe('Past orders the documents were applied to'),
  proposed: tally,
  inForce: tally.extend({ version: z.int().describe('0: built in') }),
  different: z.object({ orders: count, samples: z.array(z.object({ orderId: z.string(), inForce: outcome, proposed: outcome })) }),
  estimated: z
    .array(z.enum(factNames as [string, ...string[]]))
    .describe('Facts the rules ask about that can only be guessed of a past order'),
  next: z.string().nullable().describe('For `after`: the rest of the period; null when there is none'),
  position,
})
const wanted = z.strictObject({
  document: json('The proposed rules'),
  from: z
    .string()
    .max(40)
    .optional()
    .describe('Orders placed at or after: ISO 8601, or epoch milliseconds; a week before `to` when left out'),
  to: z.string().max(40).optional().describe('Orders placed before; now when left out'),
  after: z.string().max(1_000).optional().describe('`next` of the answer before'),
  limit: z.int().min(1).max(500).default(200).describe('Orders of one answer'),
})
const weekMs = 7 * 86_400_000
const tags = ['policies']
const withState = <T extends PolicyVersionDocument>(version: T, now: number) => ({ ...version, state: stateOf(version, now) })

export function policyRoutes(
  app: App,
  { events, catalogue, policies, settings }: Pick<LedgerServices, 'events' | 'catalogue' | 'policies' | 'settings'>,
  openModel: OpenModel,
): void {
  app.get(
    '/v1/policies',
    {
      schema: {
        summary: 'Every version of every policy that was published, without its rules',
        tags,
        querystring: z.object({ ...pageQuery, kind: kindName.optional() }),
        response: answers(pageOf(summary)),
      },
    },
    async ({ query }) => {
      const model = await openModel<PolicyVersionDocument>(policyVersions, query.minPosition)
      const sort = (['name', 'version'] as const).map((field) => ({ field, direction: 'ascending' as const }))
      const page = { where: given<Condition>({ kind: query.kind }), sort, after: query.after, limit: query.limit }
      const { items, next } = await findPage(model.collection, page)
      const now = settings.clock.now()
      return { items: items.map((item) => withState(item, now)), next, position: String(model.position) }
    },
  )
  app.get(
    '/v1/policies/:name',
    {
      schema: {
        summary: 'The versions of one policy, the latest first, and what is built in',
        tags,
        params: z.object({ name: z.string().max(100) }),
        querystring: z.object(pageQuery),
        response: answers(
          pageOf(whole).extend({ name: z.string(), kind: z.string(), builtIn: json('Version 0: decides while nothing is published') }),
        ),
      },
    },
    async ({ params: { name }, query }) => {
      const kind = kindOfPolicy(name)
      if (kind === null) throw new Problem('NOT_FOUND', 'a policy is named after its kind', { kinds: policyKindNames })
      const model = await openModel<PolicyVersionDocument>(policyVersions, query.minPosition)
      const sort = [{ field: 'version', direction: 'descending' }] as const
      const { items, next } = await findPage(model.collection, { where: { name }, sort, after: query.after, limit: query.limit })
      const now = settings.clock.now()
      const versions = items.map((item) => withState(item, now))
      return { name, kind, builtIn: policyKinds[kind].builtIn, items: versions, next, position: String(model.position) }
    },
  )
  app.post(
    '/v1/policies/audit/trial',
    {
      schema: {
        summary: 'What other rules of the audit would make of past orders, beside those in force; changes nothing',
        description:
          'Each order is looked at as it stood before anything of it left. So many orders an answer: ask again with `after`, and add up.',
        tags,
        body: wanted,
        response: answers(report),
      },
    },
    async ({ body }) => {
      const now = settings.clock.now()
      const read = readDocument('audit', body.document)
      if (!read.ok) throw new Problem('POLICY_DOCUMENT_REFUSED', undefined, { ...read.fault })
      const to = body.to === undefined ? now : instantOf('to', body.to)
      const from = body.from === undefined ? to - weekMs : instantOf('from', body.from)
      const inForce = await policies.inForce('audit', now)
      const model = await openModel<PooledOrder>(orderPool)
      const after = body.after === undefined ? null : parseCursor(body.after, 2)
      const request = { proposed: read.document, inForce: inForce.document, from, to, after, limit: body.limit }
      const { next, ...found } = await tryAudit(request, { events, catalogue, pool: model.collection })
      return {
        ...found,
        inForce: { ...found.inForce, version: inForce.version },
        next: next === null ? null : cursorOf(next),
        position: String(model.position),
      }
    },
  )
}

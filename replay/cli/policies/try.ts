import type { Ledger } from '../../../compose/ledger.ts'
import { auditOutcomes } from '../../../domain/audit/outcomes.ts'
import { readDocument } from '../../../domain/policy/kinds.ts'
import type { Json } from '../../../domain/shared/json.ts'
import type { PooledOrder } from '../../../projections/order-pool/document.ts'
import { orderPool } from '../../../projections/order-pool/order-pool.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import type { Scalar } from '../../../stores/documents/port.ts'
import { type TrialPage, tryAudit } from '../../audit-trial/audit-trial.ts'
import { sumOfReports, type Tally, type TrialReport } from '../../audit-trial/report.ts'
import { askServer, problemOf } from '../server.ts'
import { answer, UsageError, type VerbContext } from '../verb.ts'
import { changeThrough } from '../with-ledger.ts'
import { documentIn, instantOption } from './document-file.ts'

/** A report of all pages so far, and which rules are in force. */
type Tried = TrialReport & { readonly version: number; readonly estimated: readonly string[] }

interface Period {
  readonly from: number | undefined
  readonly to: number | undefined
}

const pageSize = 500
const weekMs = 7 * 86_400_000

/** What the rules in a file would have made of the orders of a period, page by page. */
export async function tryFile(context: VerbContext, file: string): Promise<number> {
  const document = await documentIn(file)
  const period = { from: instantOption(context, 'from'), to: instantOption(context, 'to') }
  const tried = await changeThrough(
    context.settings,
    (ledger) => inFolder(context, ledger, document, period),
    () => byServer(context, document, period),
  )
  answer(context, tried, linesOf(tried))
  return 0
}

async function inFolder(
  context: VerbContext,
  { events, documents, catalogue, policies, settings }: Ledger,
  document: Json,
  period: Period,
) {
  const read = readDocument('audit', document)
  if (!read.ok) throw new UsageError(`POLICY_DOCUMENT_REFUSED: ${read.fault.path}: ${read.fault.problem}`)
  const model = await openReadModel<PooledOrder>(documents, orderPool)
  if (model === null) throw new UsageError('the read models are being built for the first time; try again later')
  const now = settings.clock.now()
  const { version, document: inForce } = await policies.inForce('audit', now)
  const { to = now } = period
  const wanted = { proposed: read.document, inForce, to, from: period.from ?? to - weekMs, limit: pageSize }
  let total: Tried | null = null
  for (let after: readonly Scalar[] | null = null; ; ) {
    const page: TrialPage = await tryAudit({ ...wanted, after }, { events, catalogue, pool: model.collection })
    const { next, ...report } = page
    total = added(context, total, { ...report, version })
    if (next === null) return total
    after = next
  }
}

const named = (name: string, instant: number | undefined) => (instant === undefined ? {} : { [name]: String(instant) })

async function byServer(context: VerbContext, document: Json, { from, to }: Period) {
  const wanted = { document, limit: pageSize, ...named('from', from), ...named('to', to) }
  let total: Tried | null = null
  for (let after: string | null = null; ; ) {
    const asked = await askServer(context.settings, 'POST', '/v1/policies/audit/trial', after === null ? wanted : { ...wanted, after })
    if (asked.status >= 300) throw new UsageError(`${problemOf(asked)} ${JSON.stringify(asked.body.details ?? {})}`)
    const { orders, proposed, inForce, different, estimated, next } = asked.body
    total = added(context, total, { orders, proposed, inForce, different, estimated, version: inForce.version })
    if (next === null) return total
    after = next
  }
}

function added(context: VerbContext, before: Tried | null, page: Tried): Tried {
  const total = before === null ? page : { ...before, ...sumOfReports(before, page) }
  context.note(`${total.orders} orders tried`)
  return total
}

function linesOf({ orders, proposed, inForce, version, different, estimated }: Tried): readonly string[] {
  const told = (name: string, { outcomes, rules }: Tally) => [
    `${name.padEnd(16)} ${auditOutcomes.map((outcome) => `${outcome} ${outcomes[outcome]}`).join('  ')}`,
    ...rules.map(({ rule, orders: matched, samples }) => `  ${rule.padEnd(24)} ${String(matched).padStart(8)}  ${samples.join(' ')}`),
  ]
  return [
    `${orders} orders`,
    ...told('proposed', proposed),
    ...told(version === 0 ? 'built in' : `in force: ${version}`, inForce),
    `different: ${different.orders}`,
    ...different.samples.map((each) => `  ${each.orderId} ${each.inForce} -> ${each.proposed}`),
    ...(estimated.length > 0 ? [`of a past order these can only be guessed: ${estimated.join(', ')}`] : []),
  ]
}

import { type Deadline, deadlines } from '../../../projections/deadlines/deadlines.ts'
import { openReadModel } from '../../../projections/runner/read-models.ts'
import { type WaitingInstance, waiting } from '../../../projections/waiting/waiting.ts'
import type { DocumentStore, Query } from '../../../stores/documents/port.ts'
import type { InstanceName } from '../runtime/awaited.ts'
import { type Acting, anywhere } from '../runtime/resuming.ts'

export interface Due {
  readonly deployedAt?: Acting['deployedAt']
  /** Only instances of these; of all when left out. */
  readonly processes?: readonly string[]
  /** What runs in all: waits of what does not run any more are passed over. Everything when left out. */
  readonly running?: readonly string[]
}

/** Whoever has a deadline at or before this instant, the longest due first. */
export async function dueInstances(
  documents: DocumentStore,
  now: number,
  limit: number,
  { deployedAt = anywhere.deployedAt, processes, running }: Due = {},
): Promise<readonly InstanceName[]> {
  const query = { where: { dueAt: { lte: now } }, sort: [{ field: 'dueAt', direction: 'ascending' as const }], limit }
  const acts = (process: string) => processes === undefined || processes.includes(process)
  // Whoever sees cases through alone does not turn over the pages of orders.
  const ofCases = acts('order') ? query : { ...query, where: { ...query.where, kind: 'return' } }
  const ofDeadlines = acts('order') || acts('after-sales') ? await dueByDeadline(documents, ofCases, deployedAt, acts) : []
  const ofOne = processes === undefined ? query : { ...query, where: { ...query.where, process: { in: processes } } }
  const ofProcesses = await dueByWait(documents, ofOne, (process) => running === undefined || running.includes(process))
  const due = new Map<string, InstanceName>()
  for (const instance of ofDeadlines) due.set(`${instance.process}.${instance.instanceId}`, instance)
  for (const instance of ofProcesses) due.set(`${instance.process}.${instance.instanceId}`, instance)
  return [...due.values()]
}

/** Pages of those that do not run any more are passed over. */
async function dueByWait(
  documents: DocumentStore,
  query: Query & { readonly limit: number },
  runs: (process: string) => boolean,
): Promise<readonly InstanceName[]> {
  const collection = (await openReadModel<WaitingInstance>(documents, waiting))?.collection
  const found: InstanceName[] = []
  for (let page = await collection?.find(query); page !== undefined; ) {
    for (const { body } of page) if (body !== null && runs(body.process)) found.push({ process: body.process, instanceId: body.instanceId })
    const last = page.at(-1)
    if (last === undefined || page.length < query.limit || found.length >= query.limit) break
    page = await collection!.find({ ...query, after: [last.body!.dueAt, last.id] })
  }
  return found.slice(0, query.limit)
}

/** Who decides when a deadline has come: the case whose units are not back, or the order. */
const decidedBy = ({ kind, orderId, afterSalesId }: Deadline): InstanceName =>
  kind === 'return' ? { process: 'after-sales', instanceId: afterSalesId! } : { process: 'order', instanceId: orderId }

/** A deadline set before the process ran is none of its business: pages of those are passed over. */
async function dueByDeadline(
  documents: DocumentStore,
  query: Query & { readonly limit: number },
  deployedAt: Acting['deployedAt'],
  acts: (process: string) => boolean,
): Promise<readonly InstanceName[]> {
  const collection = (await openReadModel<Deadline>(documents, deadlines))?.collection
  const found: InstanceName[] = []
  for (let page = await collection?.find(query); page !== undefined; ) {
    for (const { position, body } of page) {
      if (body === null) continue
      const instance = decidedBy(body)
      if (acts(instance.process) && position > deployedAt(instance.process)) found.push(instance)
    }
    const last = page.at(-1)
    if (last === undefined || page.length < query.limit || found.length >= query.limit) break
    page = await collection!.find({ ...query, after: [last.body!.dueAt, last.id] })
  }
  return found.slice(0, query.limit)
}

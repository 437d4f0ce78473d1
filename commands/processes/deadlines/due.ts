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
}

/** Whoever has a deadline at or before this instant, the longest due first. */
export async function dueInstances(
  documents: DocumentStore,
  now: number,
  limit: number,
  { deployedAt = anywhere.deployedAt, processes }: Due = {},
): Promise<readonly InstanceName[]> {
  const query = { where: { dueAt: { lte: now } }, sort: [{ field: 'dueAt', direction: 'ascending' as const }], limit }
  const ofOrders = processes === undefined || processes.includes('order') ? await dueOrders(documents, query, deployedAt('order')) : []
  const ofOne = processes === undefined ? query : { ...query, where: { ...query.where, process: { in: processes } } }
  const ofProcesses = (await (await openReadModel<WaitingInstance>(documents, waiting))?.collection.find(ofOne)) ?? []
  const due = new Map<string, InstanceName>()
  for (const orderId of ofOrders) due.set(`order.${orderId}`, { process: 'order', instanceId: orderId })
  for (const { body } of ofProcesses) {
    if (body !== null) due.set(`${body.process}.${body.instanceId}`, { process: body.process, instanceId: body.instanceId })
  }
  return [...due.values()]
}

/** A deadline set before the process ran is none of its business: pages of those are passed over. */
async function dueOrders(documents: DocumentStore, query: Query & { readonly limit: number }, after: bigint): Promise<readonly string[]> {
  const collection = (await openReadModel<Deadline>(documents, deadlines))?.collection
  const found: string[] = []
  for (let page = await collection?.find(query); page !== undefined; ) {
    for (const { position, body } of page) if (body !== null && position > after) found.push(body.orderId)
    const last = page.at(-1)
    if (last === undefined || page.length < query.limit || found.length >= query.limit) break
    page = await collection!.find({ ...query, after: [last.body!.dueAt, last.id] })
  }
  return found.slice(0, query.limit)
}

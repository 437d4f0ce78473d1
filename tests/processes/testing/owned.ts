import type { DocumentStore } from '../../../stores/documents/port.ts'
import type { Owner } from '../../../stores/leases/port.ts'
import { memberIn, openLeases, ownersIn, readLeases } from '../../../stores/leases/records.ts'

export const isOf = ({ owner }: Pick<Owner, 'owner'>, pid: number): boolean => owner?.split('/')[1] === String(pid)

/** How much of everything a worker owns. */
export const ownedBy = async (documents: DocumentStore, pid: number): Promise<number> =>
  [...(await ownersIn(documents)).values()].filter((one) => isOf(one, pid)).length

/** Leases of a worker that is known to be dead are free at once, where others would wait until they have stood still for long enough. */
export async function bury(documents: DocumentStore, pid: number): Promise<void> {
  const leases = await openLeases(documents)
  for (const { resource, record } of await readLeases(leases)) {
    if (!isOf(record, pid)) continue
    if (memberIn(resource) !== null) await leases.remove(resource)
    else
      await leases.compareAndSet(resource, { owner: record.owner, epoch: record.epoch }, { ...record, owner: null, beat: record.beat + 1 })
  }
}

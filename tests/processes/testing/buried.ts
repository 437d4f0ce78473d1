import type { DocumentStore } from '../../../stores/documents/port.ts'
import { memberIn, openLeases, readLeases } from '../../../stores/leases/records.ts'

/** Leases of a worker that is known to be dead are free at once, where others would wait until they have stood still for long enough. */
export async function bury(documents: DocumentStore, pid: number): Promise<void> {
  const leases = await openLeases(documents)
  for (const { resource, record } of await readLeases(leases)) {
    if (record.owner?.split('/')[1] !== String(pid)) continue
    if (memberIn(resource) !== null) await leases.remove(resource)
    else
      await leases.compareAndSet(resource, { owner: record.owner, epoch: record.epoch }, { ...record, owner: null, beat: record.beat + 1 })
  }
}

import type { Collection } from '../documents/port.ts'
import type { HeldLease } from './held-lease.ts'
import type { Sighting } from './plan.ts'
import { type LeaseRecord, memberResource } from './records.ts'

/** Everything one worker writes about leases: each a compare-and-set against what it believes, so that a wrong belief changes nothing. */
export interface LeaseWrites {
  /** The epoch it is owned under from now on; null when another was faster. */
  take(resource: string, seen: Sighting | undefined): Promise<number | null>
  /** False when the lease is not as its owner believes. */
  beat(lease: HeldLease): Promise<boolean>
  release(lease: HeldLease): Promise<void>
  /** Says that the worker itself lives. */
  live(beat: number): Promise<void>
  /** Of a worker that is gone. */
  forget(owner: string): Promise<void>
}

export const leaseWrites = (leases: Collection<LeaseRecord>, me: string): LeaseWrites => ({
  async take(resource, seen) {
    const epoch = (seen?.record.epoch ?? 0) + 1
    const mine: LeaseRecord = { owner: me, epoch, beat: 0, remark: null }
    const taken =
      seen === undefined
        ? await leases.insert({ id: resource, position: 0n, body: mine })
        : await leases.compareAndSet(resource, { owner: seen.record.owner, epoch: seen.record.epoch, beat: seen.record.beat }, mine)
    return taken ? epoch : null
  },
  beat: ({ resource, epoch, beat, said }) =>
    leases.compareAndSet(resource, { owner: me, epoch, beat }, { owner: me, epoch, beat: beat + 1, remark: said }),
  async release({ resource, epoch, beat }) {
    await leases.compareAndSet(resource, { owner: me, epoch }, { owner: null, epoch, beat: beat + 1, remark: null })
  },
  async live(beat) {
    await leases.write([{ id: memberResource(me), position: BigInt(beat), body: { owner: me, epoch: 0, beat, remark: null } }])
  },
  forget: (owner) => leases.remove(memberResource(owner)),
})

import type { Contender, Lease, Ownership } from '../../stores/leases/port.ts'

/** Owns everything it is asked about under one epoch, whatever anybody else believes, until the test says otherwise. */
export interface ForcedOwnership extends Ownership {
  /** What its own clock tells every lease from now on. */
  runOut(): void
  readonly resigned: ReadonlySet<string>
}

export function forcedOwnership(epoch: number): ForcedOwnership {
  const resigned = new Set<string>()
  const over = new AbortController()
  let contender: Contender | null = null
  const leases: Lease[] = []
  return {
    shared: true,
    resigned,
    async contend(resources, one) {
      contender = one
      for (const resource of resources) {
        const gone = new AbortController()
        leases.push({
          resource,
          epoch,
          isHeld: () => !gone.signal.aborted && !over.signal.aborted,
          signal: AbortSignal.any([gone.signal, over.signal]),
          remark: () => undefined,
          resign() {
            resigned.add(resource)
            gone.abort()
          },
        })
      }
      await contender.acquired(leases)
      return { withdraw: async () => undefined }
    },
    owners: async () => new Map(),
    runOut() {
      over.abort()
      for (const lease of leases) contender?.lost(lease)
    },
  }
}

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
  const all: { readonly lease: Lease; readonly contender: Contender }[] = []

  function leaseOf(resource: string, contender: Contender): Lease {
    const gone = new AbortController()
    const lease: Lease = {
      ...{ resource, epoch, remark: () => undefined },
      isHeld: () => !gone.signal.aborted && !over.signal.aborted,
      signal: AbortSignal.any([gone.signal, over.signal]),
      resign() {
        resigned.add(resource)
        gone.abort()
      },
    }
    all.push({ lease, contender })
    return lease
  }

  return {
    shared: true,
    resigned,
    async contend(resources, contender) {
      await contender.acquired(resources.map((resource) => leaseOf(resource, contender)))
      return { withdraw: async () => undefined }
    },
    owners: async () => new Map(),
    runOut() {
      over.abort()
      for (const { lease, contender } of all) contender.lost(lease)
    },
  }
}

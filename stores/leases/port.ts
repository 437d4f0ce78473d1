/** The right to write what belongs to a resource: until it is lost, given up, or runs out because no beat was acknowledged. */
export interface Lease {
  readonly resource: string
  /** Fencing token: higher for every later owner. Null where nobody else can ever own the resource. */
  readonly epoch: number | null
  /** Whether its owner may still write, by this process's own clock alone. Once false it stays so. */
  isHeld(): boolean
  /** Aborts when it is found to be no longer held. */
  readonly signal: AbortSignal
  /** Shown beside the owner: why what it owns stands still; null for nothing. */
  remark(text: string | null): void
  /** Gives it up for a while, because a later owner was met, or because this one cannot do the work. `lost` follows. */
  resign(): void
}

/** Whoever does the work that belongs to resources. */
export interface Contender {
  /** They are owned from now on. Must not take long: what takes long goes on beside. When it throws, they are lost, and tried for again. */
  acquired(leases: readonly Lease[]): Promise<void>
  /** It is no longer owned: what was not written is dropped. Must not wait for a store. */
  lost(lease: Lease): void
  /** Another worker is to have it. True once nothing is unwritten, false when this is no good moment. */
  handOver(lease: Lease): Promise<boolean>
}

export interface Contest {
  /** Releases everything; whoever contended has come to rest. */
  withdraw(): Promise<void>
}

/** Who owned a resource when its lease was last written. Whether the owner lives can only be told by looking again. */
export interface Owner {
  /** Null when it was released. */
  readonly owner: string | null
  readonly epoch: number
  readonly beat: number
  readonly remark: string | null
}

/** Which resources this process works on. */
export interface Ownership {
  /** Whether other processes work on the same stores. */
  readonly shared: boolean
  /** Takes part in sharing these resources out. */
  contend(resources: readonly string[], contender: Contender): Promise<Contest>
  /** By resource; empty where nothing is shared. */
  owners(): Promise<ReadonlyMap<string, Owner>>
}

/** Of what nobody else can own. */
export const ownedForEver = (resource: string): Lease => ({
  resource,
  epoch: null,
  isHeld: () => true,
  signal: new AbortController().signal,
  remark: () => undefined,
  resign: () => undefined,
})

/** For the one process of a ledger that is not shared: it owns everything from the start, without beats. */
export const everything: Ownership = {
  shared: false,
  async contend(resources, contender) {
    await contender.acquired(resources.map(ownedForEver))
    return { withdraw: async () => undefined }
  },
  owners: async () => new Map(),
}

export const projectionResource = (projection: string): string => `projection/${projection}`
export const processResource = (process: string): string => `process/${process}`

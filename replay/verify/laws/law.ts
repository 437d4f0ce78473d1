/** An event as the log has it, read with nothing but JSON. */
export interface RawEvent {
  readonly type: string
  readonly stream: string
  readonly position: bigint
  // biome-ignore lint/suspicious/noExplicitAny: laws read raw events without the schemas of what they check
  readonly data: any
}

/** A law that does not hold: where, and both sides. */
export interface Breach {
  readonly law: string
  /** SKU and location, order, or reservation. */
  readonly where: string
  readonly says: string
  readonly counted: number | string
  readonly shown: number | string
  /** Event that broke it, when a single one did. */
  readonly position?: string
}

/**
 * Arithmetic of its own over raw events: a law shares no code with the folds it checks. `see` is given every event of its types
 * in log order; `breaches` compares what was counted with what the read models show.
 */
export interface Law {
  readonly name: string
  readonly types: readonly string[]
  see(event: RawEvent): void
  breaches(shown: Shown): AsyncIterable<Breach>
}

/** What the live read models show at the position the laws were counted to. */
export interface Shown {
  stock(): AsyncIterable<{
    readonly key: string
    readonly onHand: number
    readonly damaged: number
    readonly refurbish: number
    readonly scrap: number
    readonly reserved: number
    readonly inTransit: number
  }>
  orders(): AsyncIterable<{
    readonly orderId: string
    readonly capturedFen: number
    readonly refundCommittedFen: number
  }>
}

export async function* noBreaches(): AsyncGenerator<Breach> {}

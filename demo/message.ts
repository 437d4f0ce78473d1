import type { Channel } from './shops.ts'

export type Outcome = 'placed' | 'updated' | 'duplicate' | 'stale' | 'exception'
export type ExceptionCode = 'UNPARSABLE' | 'SUM_BROKEN' | 'UNKNOWN_LISTING'

/** What is made of a unit that came back. */
export type Grade = 'sellable' | 'refurbish' | 'scrap' | 'damaged'

/** Something that is true once its message has arrived. */
export type Fact =
  | { readonly is: 'placed'; readonly channel: Channel; readonly payFen: number }
  | { readonly is: 'exception'; readonly code: ExceptionCode }
  | { readonly is: 'unpaid' | 'cancelled' | 'hotWanted' | 'hotGivenUp' }
  | { readonly is: 'refund'; readonly fen: number }
  | { readonly is: 'return'; readonly units: number; readonly condition: Grade }
  | { readonly is: 'cause'; readonly cause: string }

/** What was done to it on its way. */
export type Mishap = 'duplicate' | 'stale' | 'malformed' | 'unknownListing'

export interface Message {
  /** When it arrives. */
  readonly at: number
  readonly channel: Channel
  /** Messages that share it are about one order: never on their way at once. */
  readonly about: string
  /** Rendered when it is sent; always the same bytes. */
  text(): string
  readonly expected: Outcome
  readonly facts: readonly Fact[]
  readonly mishap: Mishap | null
}

/** Work of people in warehouses, beside what channels say. */
export interface Operation {
  readonly at: number
  readonly command: { readonly type: string; readonly data: Readonly<Record<string, unknown>> }
  readonly facts: readonly Fact[]
}

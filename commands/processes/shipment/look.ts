import type { Account } from './accounts.ts'
import type { Seen } from './seen.ts'

/** Everything one look at a shipment is about. */
export interface Look extends Seen {
  /** By line of the order and SKU: see `account-key.ts`. */
  readonly accounts: ReadonlyMap<string, Account>
}

import type { Order } from '../../../domain/order/state.ts'
import type { ProcessState } from '../../../domain/process/process.ts'
import type { Work } from '../order/fulfil.ts'
import type { Departure } from './departure.ts'
import type { Named } from './named.ts'
import type { Promises } from './promises.ts'

/** What a look at a shipment finds, before it is accounted for. */
export interface Seen {
  readonly departure: Departure
  readonly order: Readonly<Order>
  /** All work of the order. */
  readonly works: readonly Work[]
  readonly promises: Promises
  /** Units of each promise by the shipments that name them, in the order they were named. */
  readonly named: ReadonlyMap<string, readonly Named[]>
  readonly state: Readonly<ProcessState>
}

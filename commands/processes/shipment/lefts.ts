import type { Left } from './departure.ts'
import type { Look } from './look.ts'
import { leftOf } from './named.ts'
import { type UnnamedLeft, unnamedLefts } from './unnamed.ts'

/** All that is known to have left with a shipment, by the work it belongs to. */
export interface Lefts {
  /** As locations name it, or the channel does and the location took it. */
  readonly named: readonly Left[]
  readonly unnamed: readonly UnnamedLeft[]
}

export const leftsOf = (look: Look): Lefts => ({
  named: leftOf(look.works, look.departure.shipmentId),
  unnamed: unnamedLefts(look),
})

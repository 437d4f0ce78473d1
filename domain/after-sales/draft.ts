import { tellingOf } from '../shared/telling.ts'
import type { AfterSalesEvent } from './events.ts'
import { type AfterSalesCase, type AfterSalesState, evolve, freeze, thaw } from './state.ts'

/** What every event of an after-sales case says of itself. */
export type Which = Pick<AfterSalesCase, 'afterSalesId' | 'orderId' | 'channel' | 'shop' | 'refundId'>

export interface Draft {
  readonly case: Readonly<AfterSalesCase>
  readonly which: Which
  readonly events: readonly AfterSalesEvent[]
  tell(event: AfterSalesEvent): void
}

export function draftOf(known: AfterSalesState): Draft {
  const telling = tellingOf<AfterSalesState, AfterSalesEvent>(known, evolve, (state) => thaw(freeze(state)))
  const current = (): AfterSalesCase => {
    if (telling.state === null) throw new Error('a draft of an after-sales case nobody asked for')
    return telling.state
  }
  return {
    get case() {
      return current()
    },
    get which() {
      const { afterSalesId, orderId, channel, shop, refundId } = current()
      return { afterSalesId, orderId, channel, shop, refundId }
    },
    events: telling.events,
    tell: telling.tell,
  }
}

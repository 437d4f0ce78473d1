import { tellingOf } from '../shared/telling.ts'
import type { OrderEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { freeze, thaw } from './snapshot.ts'
import type { Order, OrderState } from './state.ts'

/** What every event of an order says of itself. */
export type Which = Pick<Order, 'orderId' | 'channel' | 'shop' | 'channelOrderId'> & { readonly shipTo: string[] }

/** A decision on an order in the making: what one rule tells, the next one sees. */
export interface Draft {
  readonly order: Readonly<Order>
  readonly which: Which
  readonly events: readonly OrderEvent[]
  tell(event: OrderEvent): void
}

export function draftOf(known: OrderState): Draft {
  const telling = tellingOf<OrderState, OrderEvent>(known, evolve, (state) => thaw(freeze(state)))
  const order = (): Order => {
    if (telling.state === null) throw new Error('a draft of an order that was not placed')
    return telling.state
  }
  return {
    get order() {
      return order()
    },
    get which() {
      const { orderId, channel, shop, channelOrderId, shipTo } = order()
      return { orderId, channel, shop, channelOrderId, shipTo: [...shipTo] }
    },
    events: telling.events,
    tell: telling.tell,
  }
}

import type { OrderEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { copyOrder } from './snapshot.ts'
import type { Order, OrderState } from './state.ts'

/** What every event of an order says of itself. */
export type Which = Pick<Order, 'orderId' | 'channel' | 'shop' | 'channelOrderId'> & { readonly shipTo: string[] }

/** A decision in the making: what one rule tells, the next one sees. The state it began with is left alone. */
export interface Draft {
  readonly order: Readonly<Order>
  readonly which: Which
  readonly events: readonly OrderEvent[]
  tell(event: OrderEvent): void
}

export function draftOf(known: OrderState): Draft {
  const events: OrderEvent[] = []
  let state = known
  const order = (): Order => {
    if (state === null) throw new Error('a draft of an order that was not placed')
    return state
  }
  return {
    get order() {
      return order()
    },
    get which() {
      const { orderId, channel, shop, channelOrderId, shipTo } = order()
      return { orderId, channel, shop, channelOrderId, shipTo: [...shipTo] }
    },
    events,
    tell(event) {
      const own = state === known && state !== null ? copyOrder(state) : state
      state = evolve(own, event)
      events.push(event)
    },
  }
}

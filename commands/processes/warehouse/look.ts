import type { Requested } from '../../../domain/fulfilment/requested.ts'
import type { WmsSettings } from '../../../domain/policy/kinds/wms.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import type { Call, WmsOrder } from '../../../domain/wms/order.ts'
import type { Next } from '../process.ts'

/** Everything one look is about. */
export interface Look {
  /** Whose name the delivery has. */
  readonly work: Requested
  /** All that is in it, the one above first. */
  readonly works: readonly Requested[]
  readonly said: Readonly<WmsOrder>
  readonly state: Readonly<ProcessState>
  readonly settings: WmsSettings
  readonly policy: { readonly name: string; readonly version: number }
  readonly now: number
}

export const ask = (step: string, ...asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })

/** What every event of what is said about it says. */
export function whichOf({ request: { fulfilmentId, orderId, channel, shop, location } }: Requested) {
  return { fulfilmentId, orderId, channel, shop, location }
}

export const workKey = (fulfilmentId: string): string => `fulfilment:${fulfilmentId}`
export const placeKey = (location: string): string => `wms:${location}`

/** Sends one kind of question, or waits until it may be sent again. */
export type AskWarehouse = (look: Look, call: Call) => Promise<Next>

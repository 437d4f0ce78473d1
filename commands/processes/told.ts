import { keyedOfCapacity } from '../../domain/capacity/capacity.ts'
import { keyedOfFulfilment } from '../../domain/fulfilment/fulfilment.ts'
import { keyedOfInstallation } from '../../domain/installation/installation.ts'
import { keyedOfOrder } from '../../domain/order/order.ts'
import type { Ask } from '../../domain/process/process.ts'
import { keyedOfStock } from '../../domain/stock/stock.ts'
import { keyedOfTrace } from '../../domain/trace/trace.ts'

/**
 * What a process may tell a subject without keeping that it did: after a death it tells it again, under another command id, so the subject
 * itself must know the repeat. Another command is a word in the list beside its decider, and an example in `told.test.ts`, which proves it.
 */
export const tellable = [
  ...keyedOfOrder,
  ...keyedOfFulfilment,
  ...keyedOfStock,
  ...keyedOfInstallation,
  ...keyedOfCapacity,
  ...keyedOfTrace,
] as const
export type Tellable = (typeof tellable)[number]

export interface Tell extends Ask {
  readonly type: Tellable
}

import type { AfterSalesCase } from '../../../domain/after-sales/state.ts'
import type { Order } from '../../../domain/order/state.ts'
import type { AfterSalesDocument } from '../../../domain/policy/kinds/after-sales.ts'
import type { Ask, ProcessState } from '../../../domain/process/process.ts'
import type { PolicyInForce } from '../../policies/port.ts'
import type { Next } from '../process.ts'

/** Everything one look at a case is about. */
export interface Look {
  readonly afterSales: Readonly<AfterSalesCase>
  readonly order: Readonly<Order> | null
  readonly state: Readonly<ProcessState>
  /** The rules in force now. */
  readonly rules: PolicyInForce<AfterSalesDocument>
  readonly now: number
}

export const ask = (step: string, asks: readonly Ask[]): Next => ({ do: 'ask', step, asks })

export const nameOf = ({ name, version }: Look['rules']) => ({ name, version })

/** What an event about an order wakes. */
export const orderKeyOf = (orderId: string): string => `order:${orderId}`

import type { EventOfType, EventType } from '../../domain/events.ts'
import type { Agenda } from './agenda.ts'
import type { Doors } from './doors.ts'
import type { OrderLife, Orders } from './orders.ts'

/** What whoever is outside has at hand. */
export interface Outside {
  readonly seed: number
  readonly agenda: Agenda
  readonly doors: Doors
  readonly orders: Orders
}

export type { OrderLife }

/** Somebody outside, who reads what the ledger says and asks of them, and answers in their own time. */
export interface Partner {
  readonly sees: { readonly [Type in EventType]?: (data: EventOfType<Type>['data']) => void }
}

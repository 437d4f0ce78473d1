import type { LineState } from '../../../domain/order/state.ts'
import type { Card } from './card.ts'
import type { HeldSlot } from './held-slot.ts'

export interface Line {
  readonly line: Readonly<LineState>
  /** Units that are to be installed. */
  readonly units: number
  /** One after another: another takes the place of one that is called off because something changed. */
  readonly cards: readonly Card[]
  readonly card: Card | null
  /** Held by the process, as the next booking of the card, and not noted on it yet. */
  readonly held: HeldSlot | null
}

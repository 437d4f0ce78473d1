import type { Fulfilment } from '../api/fulfilments.ts'
import type { Tone } from '../language/words.ts'

type State = Fulfilment['state']

/** From what is to be done to what is over. */
export const states: readonly State[] = [
  'requested',
  'accepted',
  'packed',
  'partDispatched',
  'dispatched',
  'delivered',
  'refused',
  'rejected',
  'expired',
  'cancelled',
]

export const tones: Readonly<Record<State, Tone>> = {
  requested: 'warn',
  accepted: 'accent',
  packed: 'accent',
  partDispatched: 'info',
  dispatched: 'info',
  delivered: 'good',
  refused: 'bad',
  rejected: 'bad',
  expired: 'bad',
  cancelled: 'quiet',
}

export const isState = (text: string | undefined): text is State => (states as readonly (string | undefined)[]).includes(text)

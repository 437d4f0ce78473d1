import type { Fact, Operation } from '../message.ts'
import type { AfterSale, Parcel, Sale, Stage, Version } from '../sale.ts'
import { hourMs, minuteMs, secondMs } from '../times.ts'

/** One thing a channel says, when it arrives, and what is then true. */
export interface Telling {
  readonly at: number
  readonly says: { readonly version: Version } | { readonly afterSale: AfterSale }
  readonly facts: readonly Fact[]
}

/** What left of a sale, all of it. */
export interface Departed {
  readonly at: number
  /** None where the buyer fetches it. */
  readonly parcels: readonly Parcel[]
}

/** What a channel says as the goods of a sale move: nothing of it is known before they do. */
export interface Sequel {
  left(departed: Departed): readonly Telling[]
  /** The buyer has everything, installed where that was sold with it. */
  arrived(departed: Departed, at: number): readonly Telling[]
  /** What came back was looked at. */
  inspected(at: number): readonly Telling[]
  /** The shop says that it cannot send it. */
  givenUp(at: number): readonly Telling[]
}

/** How the buyer behaves beside what the channel says. */
export type Manner =
  /** Opens the door, and sends back what is to go back. */
  | 'ordinary'
  /** Does not take the parcel. */
  | 'refuses'
  /** Says that something goes back, and never sends it. */
  | 'keeps'
  /** Never gets the parcel: its carrier loses it. */
  | 'loses'

export interface Story {
  readonly sale: Sale
  readonly tellings: readonly Telling[]
  readonly operations: readonly Operation[]
  readonly sequel: Sequel
  readonly manner: Manner
}

/** How long a channel gives to pay. */
export const payWithinMs = 45 * minuteMs

/** Messages take a few seconds. */
const lagMs = 2 * secondMs

export interface Times {
  readonly depositAt?: number
  readonly paidAt?: number
  readonly shippedAt?: number
  readonly parcels?: readonly Parcel[]
  readonly finishedAt?: number
  readonly closedAt?: number
}

export function version(sale: Sale, stage: Stage, modifiedAt: number, times: Times): Version {
  const { depositAt = null, paidAt = null, shippedAt = null, parcels = [], finishedAt = null, closedAt = null } = times
  return { stage, modifiedAt, payBy: sale.placedAt + payWithinMs, depositAt, paidAt, shippedAt, parcels, finishedAt, closedAt }
}

export const tell = (said: Version, facts: readonly Fact[] = [], delayMs = 0): Telling => ({
  at: said.modifiedAt + lagMs + delayMs,
  says: { version: said },
  facts,
})

export const tellAfterSale = (said: AfterSale, facts: readonly Fact[] = [], delayMs = 0): Telling => ({
  at: said.modifiedAt + lagMs + delayMs,
  says: { afterSale: said },
  facts,
})

const silent: Sequel = { left: () => [], arrived: () => [], inspected: () => [], givenUp: () => [] }

interface Beside {
  readonly sequel?: Partial<Sequel>
  readonly operations?: readonly Operation[]
  readonly manner?: Manner
}

export const story = (sale: Sale, tellings: readonly Telling[], { sequel, operations = [], manner = 'ordinary' }: Beside = {}): Story => ({
  ...{ sale, tellings, operations, manner },
  sequel: { ...silent, ...sequel },
})
export { hourMs, minuteMs, secondMs }

import type { Fact, Operation } from '../message.ts'
import type { AfterSale, Sale, Stage, Version } from '../sale.ts'
import { hourMs, minuteMs, secondMs } from '../times.ts'

/** One thing a channel says, when it arrives, and what is then true. */
export interface Telling {
  readonly at: number
  readonly says: { readonly version: Version } | { readonly afterSale: AfterSale }
  readonly facts: readonly Fact[]
}

export interface Story {
  readonly sale: Sale
  readonly tellings: readonly Telling[]
  readonly operations: readonly Operation[]
}

/** How long a channel gives to pay. */
export const payWithinMs = 45 * minuteMs

/** Messages take a few seconds. */
const lagMs = 2 * secondMs

export interface Times {
  readonly depositAt?: number
  readonly paidAt?: number
  readonly shippedAt?: number
  readonly finishedAt?: number
  readonly closedAt?: number
}

export function version(sale: Sale, stage: Stage, modifiedAt: number, times: Times): Version {
  const { depositAt = null, paidAt = null, shippedAt = null, finishedAt = null, closedAt = null } = times
  return { stage, modifiedAt, payBy: sale.placedAt + payWithinMs, depositAt, paidAt, shippedAt, finishedAt, closedAt }
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

export const withoutWork = (sale: Sale, tellings: readonly Telling[]): Story => ({ sale, tellings, operations: [] })
export { hourMs, minuteMs, secondMs }

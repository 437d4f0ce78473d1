import type { TimelineEvent } from '../api/orders.ts'

type When = Pick<TimelineEvent, 'position' | 'recordedAt'>

/** Whether the ledger knew an event at a moment: a position, or an instant with its offset. Nothing chosen is now. */
export function wasKnown({ position, recordedAt }: When, asOf: string): boolean {
  if (asOf === '') return true
  if (/^\d+$/.test(asOf)) return BigInt(position) <= BigInt(asOf)
  const instant = Date.parse(asOf)
  return Number.isNaN(instant) || recordedAt <= instant
}

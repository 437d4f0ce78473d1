import { aggregates } from './aggregates.ts'
import { categoryOf } from './shared/stream-name.ts'

/** What the names of the ledger's own streams begin with, up to their first dash. */
export const ownCategories: readonly string[] = aggregates.map(({ category }) => category)
const known = new Set(ownCategories)

/** Whether the ledger itself keeps its truth in this stream. Others may lie in the same log, and say nothing to it. */
export const isLedgerStream = (stream: string): boolean => known.has(categoryOf(stream))

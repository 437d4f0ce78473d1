import { aggregates } from './aggregates.ts'
import { categoryOf } from './shared/stream-name.ts'

const ownCategories = new Set(aggregates.map(({ category }) => category))

/** Whether the ledger itself keeps its truth in this stream. Others may lie in the same log, and say nothing to it. */
export const isLedgerStream = (stream: string): boolean => ownCategories.has(categoryOf(stream))

import { maxPage } from '../limits.ts'
import type { Records } from './records.ts'

/**
 * Drops from memory whom another process has forgotten. Costs one look at the database's version, taken once in a turn of the event
 * loop however many ask.
 */
export function createDropForgotten(records: Records, drop: (personId: string) => unknown): () => void {
  let version = records.dataVersion()
  let cursor = records.lastForgotten()
  let looked = false
  return () => {
    if (looked) return
    looked = true
    setImmediate(() => {
      looked = false
    })
    const current = records.dataVersion()
    if (current === version) return
    for (let page = records.forgottenAfter(cursor, maxPage); page.length > 0; page = records.forgottenAfter(cursor, maxPage)) {
      for (const { id } of page) drop(id)
      cursor = page.at(-1)!.sequence
    }
    version = current
  }
}

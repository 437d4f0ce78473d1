import type { FileHandle } from 'node:fs/promises'
import { open } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { KeyStoreError } from '../port.ts'
import { isDestroyed, type Records } from './records.ts'
import { emptyLog, emptyLogPatiently, hasTraces, refreshAround, rewriteHashes, tracesOf } from './traces.ts'
import { transaction } from './transaction.ts'

export interface Forgetting {
  /** False when there was no such person. */
  forget(personId: string): Promise<boolean>
  close(): Promise<void>
}

/** Destroys what is kept of one person after the other, then looks whether their bytes are gone from the files. */
export function createForgetting(database: DatabaseSync, records: Records, file: string): Forgetting {
  let handle: Promise<FileHandle> | null = null
  /** Stays open as long as the database: closing any handle of the file would drop the locks this process holds on it. */
  const fileHandle = (): Promise<FileHandle> => (handle ??= open(file, 'r'))

  const cleanUp = async (person: number, entries: readonly string[], traces: readonly Buffer[]): Promise<void> => {
    const remedies = [() => undefined, () => refreshAround(database, person, entries), () => rewriteHashes(database)]
    for (const remedy of remedies) {
      remedy()
      await emptyLogPatiently(database)
      if (!(await hasTraces(await fileHandle(), traces))) return
    }
    throw new KeyStoreError('TRACES_LEFT', 'the person is forgotten, but bytes of them are still in the files: start the ledger again')
  }

  return {
    async forget(personId) {
      const row = records.byId(personId)
      if (row === undefined || isDestroyed(row)) return false
      const entries = records.entriesOf(row.person)
      transaction(database, () => {
        records.destroy(row, entries)
        records.setTraces(true)
      })
      await cleanUp(row.person, entries, tracesOf(row, entries))
      records.setTraces(false)
      return true
    },
    async close() {
      await (await handle)?.close()
    },
  }
}

/** After a forget that was cut short nobody knows any more which bytes to look for: everything that can hold them is written anew. */
export function finishForgetting(database: DatabaseSync, records: Records): void {
  if (!records.hasTraces()) return
  rewriteHashes(database)
  if (emptyLog(database)) records.setTraces(false)
}

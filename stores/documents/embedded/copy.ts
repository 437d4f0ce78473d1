import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openForReading } from './folder.ts'

/** A still copy of a folder as it is at this moment, beside whoever writes it. Blocks while it copies. */
export function copyDocuments(folder: string, target: string): void {
  mkdirSync(target, { recursive: true })
  const connection = openForReading(join(folder, 'documents.db'))
  try {
    connection.prepare('VACUUM INTO ?').run(join(target, 'documents.db'))
  } finally {
    connection.close()
  }
}

import { chmodSync, existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { backup, DatabaseSync } from 'node:sqlite'
import { makeFolder } from '../../make-folder.ts'
import { KeyStoreError } from '../port.ts'
import { failure } from './failure.ts'
import { keyStoreFile } from './files.ts'

/**
 * Copies the key store of a folder into another, which must hold none, while it is in use. The master key is not copied. A copy keeps the keys of
 * people who are forgotten later: after restoring it, forget again everyone for whom the log has `PersonForgotten`.
 */
export async function backupKeyStore(folder: string, destination: string): Promise<void> {
  const [from, to] = [keyStoreFile(folder), keyStoreFile(destination)]
  if (!existsSync(from)) throw new KeyStoreError('MISSING', `there is no key store in ${folder}`)
  if (existsSync(to)) throw new KeyStoreError('BUSY', `${destination} holds a key store already: choose an empty folder`)
  makeFolder(destination, 0o700)
  const database = new DatabaseSync(from, { readOnly: true })
  try {
    await backup(database, to, { rate: 1_000 })
    chmodSync(to, 0o600)
    await sync(to)
  } catch (error) {
    throw failure(error)
  } finally {
    database.close()
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

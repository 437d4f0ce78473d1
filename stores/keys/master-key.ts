import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Randomness } from '../../commands/ports/randomness.ts'
import { makeFolder } from '../make-folder.ts'
import { syncFolder } from '../sync-folder.ts'
import { keyStoreFile } from './embedded/files.ts'
import { KeyStoreError } from './port.ts'
import { keyBytes } from './sub-keys.ts'

export interface MasterKey {
  readonly key: Uint8Array
  readonly source: 'environment' | 'file'
  /** Made just now: the first start. */
  readonly isNew: boolean
  /** What an operator should know, to be said at the first start and when asked; null when there is nothing. Holds no secret. */
  readonly warning: string | null
}

export interface MasterKeyOptions {
  readonly environment: { readonly [name: string]: string | undefined }
  /** Null where there is none for it: then the environment has to give it. */
  readonly folder: string | null
  readonly random: Randomness
  /** Beside a writer nothing is generated. */
  readonly readOnly?: boolean
}

const variable = 'LEDGER_MASTER_KEY'
export const masterKeyFile = (folder: string): string => join(folder, 'master.key')

/**
 * The key all others follow from: `LEDGER_MASTER_KEY`, or else the file `master.key` of the folder, generated when there is none.
 * Throws `KeyStoreError` (`WRONG_MASTER_KEY`, `MISSING`) that never shows the key, and an error of the code `SETTING` where the key has to be set.
 */
export function masterKey({ environment, folder, random, readOnly = false }: MasterKeyOptions): MasterKey {
  const given = environment[variable]
  if (given !== undefined && given !== '') return { key: parse(given, variable), source: 'environment', isNew: false, warning: null }
  if (folder === null)
    throw Object.assign(new Error(`set ${variable}: every process of this ledger needs the same one`), { code: 'SETTING' })
  const file = masterKeyFile(folder)
  const isNew = !existsSync(file)
  if (isNew) {
    refuseToGenerate(folder, readOnly)
    generate(folder, file, random)
  }
  const key = parse(readFileSync(file, 'utf8'), file)
  return { key, source: 'file', isNew, warning: warningAbout(file) }
}

function refuseToGenerate(folder: string, readOnly: boolean): void {
  if (existsSync(keyStoreFile(folder))) {
    throw new KeyStoreError(
      'MISSING',
      `${folder} holds keys but no master.key: set ${variable} to the key it was made with, or restore the file`,
    )
  }
  if (readOnly) throw new KeyStoreError('MISSING', `there is no master key in ${folder}: start the ledger once, or set ${variable}`)
}

/** Written aside, synced, then linked into place: the file is whole or absent, and of two that start at once one wins. */
function generate(folder: string, file: string, random: Randomness): void {
  makeFolder(folder, 0o700)
  const aside = `${file}.${process.pid}.new`
  rmSync(aside, { force: true })
  const handle = openSync(aside, 'wx', 0o600)
  try {
    writeSync(handle, `${Buffer.from(random.bytes('master-key', keyBytes)).toString('base64')}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    linkSync(aside, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(aside)
  }
  syncFolder(folder)
}

function warningAbout(file: string): string {
  const open = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0
  const exposed = open ? ` Others on this machine can read it: run chmod 600 ${file}.` : ''
  return `Personal data is sealed under ${file}, which lies beside it: whoever copies the folder can read all of it. In production set ${variable} and keep it elsewhere.${exposed}`
}

function parse(text: string, origin: string): Uint8Array {
  const trimmed = text.trim()
  const key = /^[0-9a-fA-F]{64}$/.test(trimmed)
    ? Buffer.from(trimmed, 'hex')
    : /^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)
      ? Buffer.from(trimmed, 'base64')
      : null
  if (key?.length === keyBytes) return key
  throw new KeyStoreError('WRONG_MASTER_KEY', `${origin} must hold 32 bytes as base64 or hex: make one with "openssl rand -base64 32"`)
}

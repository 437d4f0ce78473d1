import { join } from 'node:path'
import { type MasterKey, masterKey } from '../stores/keys/master-key.ts'
import { eventsOf } from './adapters/choose.ts'
import { isMirror } from './mirror/note.ts'
import type { Settings } from './settings.ts'

/** Where the keys lie of a ledger, or of a backup of one, in this folder. */
export const keysIn = (folder: string): string => join(folder, 'keys')

/** Null where events are kept by a server: the keys then lie beside the read models, and the master key comes from the environment alone. */
export const keysFolder = (settings: Settings): string | null => {
  const { folder } = eventsOf(settings)
  return folder === null ? null : keysIn(folder)
}

/** Made when there is none yet, unless only read. */
export const masterKeyOf = (settings: Settings, { readOnly }: { readonly readOnly: boolean }): MasterKey =>
  masterKey({ environment: settings.environment, folder: keysFolder(settings), random: settings.randomness, readOnly })

/** Whether there are personal keys at all: a mirror of another log has none. */
export const hasKeys = (settings: Settings): boolean => !isMirror(eventsOf(settings).folder)

/** What an operator should know of where the master key is; null when there is nothing. */
export const masterKeyWarning = (settings: Settings): string | null =>
  hasKeys(settings) ? masterKeyOf(settings, { readOnly: true }).warning : null

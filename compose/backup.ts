import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from '../domain/codec.ts'
import { restore } from '../stores/events/embedded/backup.ts'
import type { LogCheck } from '../stores/events/embedded/check-log.ts'
import { EventStoreError } from '../stores/events/port.ts'
import { backupKeyStore } from '../stores/keys/embedded/backup.ts'
import { eventsOf } from './adapters/choose.ts'
import { hasKeys, keysFolder, keysIn } from './keys.ts'
import type { Settings } from './settings.ts'
import type { Stores } from './stores.ts'

export interface BackedUp {
  readonly target: string
  readonly lastPosition: string
  readonly bytes: number
}

/**
 * Events and keys into a new folder, beside whoever writes them. Keys after events: every key that an event in the copy needs is there.
 * Read models are not copied, they are rebuilt. The master key is not copied either; keep it elsewhere. Throws `REFUSED` for a mirror.
 */
export async function backUp(settings: Settings, target: string): Promise<BackedUp> {
  refuseToBackUp(settings)
  const { lastPosition, bytes } = await eventsOf(settings).backUp(target)
  const keys = keysFolder(settings)
  if (keys !== null) await backupKeyStore(keys, keysIn(target))
  return { target, lastPosition, bytes }
}

/** Without its note, a copy of a mirror would be taken for a ledger. */
function refuseToBackUp(settings: Settings): void {
  if (hasKeys(settings)) return
  throw new EventStoreError(
    'REFUSED',
    `${eventsOf(settings).folder} is a mirror: make another one from its source, or copy the whole folder`,
  )
}

/** A backup into an empty folder, checked byte by byte. The master key file has to be put beside its keys when the environment holds none. */
export async function restoreInto(source: string, target: string): Promise<LogCheck> {
  const check = await restore(source, target)
  await backupKeyStore(keysIn(source), keysIn(target))
  await writeFile(restoredMark(keysIn(target)), '')
  return check
}

/** There while keys restored from a backup may still hold those of people forgotten since. */
const restoredMark = (keys: string): string => join(keys, 'restored')

/** Before anything of a restored ledger is used: who was forgotten since its keys were backed up is forgotten again. */
export async function forgetAgain(settings: Settings, { events, keys }: Stores): Promise<void> {
  const folder = keysFolder(settings)
  if (folder === null) return
  const mark = restoredMark(folder)
  if (!existsSync(mark)) return
  for await (const page of events.readAll({ filter: { types: ['PersonForgotten'] } })) {
    for (const event of page.events) await keys.forget((decode(event).data as { personId: string }).personId)
  }
  await rm(mark)
}

import { resolve, sep } from 'node:path'
import { SettingError } from '../../compose/setting-error.ts'
import type { Settings } from '../../compose/settings.ts'

/** What the system says of a place where no folder can be made, or nothing written. */
const unusable: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EEXIST',
  'EISDIR',
  'EACCES',
  'EPERM',
  'EROFS',
  'ELOOP',
  'ENAMETOOLONG',
])

/** Of a data folder that cannot be used, which setting names it and what to do; any other failure as it is. */
export function folderTrouble(failure: unknown, { events, readModels }: Pick<Settings, 'events' | 'readModels'>): unknown {
  if (!(failure instanceof Error)) return failure
  const { code = '', path } = failure as NodeJS.ErrnoException
  if (path === undefined || !unusable.has(code)) return failure
  const settings = { LEDGER_EVENTS: events, LEDGER_READ_MODELS: readModels }
  const [name, location] = Object.entries(settings).find(([, location]) => isAbout(location, resolve(path))) ?? []
  if (name === undefined) return failure
  const message = `${name}=${location} cannot be used (${failure.message}): name a folder that this user may make and write in`
  return new SettingError(message, { cause: failure })
}

/** Whether the path is the folder, in it, or above it. */
function isAbout(location: string, path: string): boolean {
  const [, folder] = /^embedded:(.+)$/s.exec(location) ?? []
  if (folder === undefined) return false
  const [outer, inner] = [resolve(folder), path].sort((a, b) => a.length - b.length)
  return inner === outer || inner!.startsWith(outer!.endsWith(sep) ? outer! : `${outer}${sep}`)
}

import { EventStoreError } from '../port.ts'
import type { FileLayer } from './file-layer.ts'
import { FORMAT, formatPath, logFolder } from './layout.ts'

/** What the `format` file says: the format's number and the identity of the log, by which an index knows its own. */
export interface FolderFormat {
  readonly format: number
  readonly log: string
}

/** Undefined for a folder that holds no log yet; throws `FORMAT` for one this code cannot read. */
export function readFormat(files: FileLayer, folder: string): FolderFormat | undefined {
  if (!files.list(folder).includes('format')) {
    if (files.list(logFolder(folder)).length === 0) return undefined
    throw new EventStoreError('FORMAT', `${folder} holds a log but its file "format" is missing: restore it from a backup`, { folder })
  }
  const found = parse(readText(files, formatPath(folder)))
  if (found === undefined) {
    throw new EventStoreError('FORMAT', `The file "format" in ${folder} cannot be read: restore it from a backup`, { folder })
  }
  if (found.format !== FORMAT) {
    const message = `${folder} was written in format ${found.format}, this version reads format ${FORMAT}: use the version that wrote it`
    throw new EventStoreError('FORMAT', message, { folder, found: found.format, expected: FORMAT })
  }
  return found
}

export function writeFormat(files: FileLayer, folder: string, log: string): FolderFormat {
  const format = { format: FORMAT, log }
  const temporary = `${formatPath(folder)}.new`
  if (files.list(folder).includes('format.new')) files.remove(temporary)
  const file = files.open(temporary, 'create')
  file.write(Buffer.from(`${JSON.stringify(format)}\n`), 0)
  file.syncNow()
  file.close()
  files.rename(temporary, formatPath(folder))
  files.syncFolder(folder)
  return format
}

function readText(files: FileLayer, path: string): string {
  const file = files.open(path, 'read')
  const bytes = Buffer.alloc(file.size())
  file.read(bytes, 0)
  file.close()
  return bytes.toString()
}

function parse(text: string): FolderFormat | undefined {
  try {
    const { format, log } = JSON.parse(text)
    return typeof format === 'number' && (typeof log === 'string' || format !== FORMAT) ? { format, log: String(log) } : undefined
  } catch {
    return undefined
  }
}

import fs from 'node:fs'
import { basename, join } from 'node:path'
import { EventStoreError } from '../port.ts'
import { checkLog, type LogCheck } from './check-log.ts'
import { corruption } from './corruption.ts'
import { realFileLayer as files } from './file-layer.ts'
import { readFormat, writeFormat } from './folder-format.ts'
import { type Head, openHeadFile } from './head-file.ts'
import { formatPath, logFolder } from './layout.ts'
import { openSegments } from './segments.ts'

export interface BackupResult {
  /** The last event that is in the copy. */
  readonly lastPosition: string
  readonly bytes: number
}

/**
 * Copies a log, as far as it is synced now, into a missing or empty folder, while appends go on. The index is not copied: whoever opens the
 * copy builds it again. The copy becomes a log only with its last file, so that half of one is never taken for a whole.
 */
export async function backup(folder: string, target: string): Promise<BackupResult> {
  const format = readFormat(files, folder)
  if (format === undefined) throw new EventStoreError('FORMAT', `${folder} holds no events: nothing to back up`, { folder })
  if (files.list(target).length > 0) throw notEmpty(target)
  files.makeFolder(logFolder(target))
  const headFile = openHeadFile(files, folder, 'read')
  const head = headFile.read()
  headFile.close()
  if (head === undefined) throw corruption('The file "head" cannot be read', 0)
  await copySegments(folder, target, head)
  const copied = openHeadFile(files, target, 'write')
  for (const _slot of [0, 1]) copied.write(head)
  copied.sync()
  copied.close()
  writeFormat(files, target, format.log)
  return { lastPosition: String(head.lastPosition), bytes: head.syncedEnd }
}

async function copySegments(folder: string, target: string, { syncedEnd }: Head): Promise<void> {
  const segments = openSegments(files, folder, 'read')
  try {
    for (const segment of segments.list()) {
      if (segment.base >= syncedEnd) break
      const length = Math.min(segments.endOf(segment), syncedEnd) - segment.base
      await copyBytes(segment.path, join(logFolder(target), basename(segment.path)), length)
    }
  } finally {
    segments.close()
  }
  files.syncFolder(logFolder(target))
}

async function copyBytes(from: string, to: string, length: number): Promise<void> {
  const source = await fs.promises.open(from, 'r')
  const copy = await fs.promises.open(to, 'wx')
  try {
    const buffer = Buffer.allocUnsafeSlow(1_048_576)
    for (let done = 0; done < length; ) {
      const { bytesRead } = await source.read(buffer, 0, Math.min(buffer.length, length - done), done)
      if (bytesRead === 0) throw corruption(`${from} ends too early`, done)
      await copy.writev([buffer.subarray(0, bytesRead)], done)
      done += bytesRead
    }
    await copy.sync()
  } finally {
    await source.close()
    await copy.close()
  }
}

/** Copies a backup into a missing or empty folder and reads every byte of the copy; a bad one is left unusable. */
export async function restore(source: string, target: string): Promise<LogCheck> {
  await backup(source, target)
  const check = await checkLog({ folder: target })
  const [problem] = check.problems
  if (problem === undefined) return check
  files.remove(formatPath(target))
  throw new EventStoreError('CORRUPT', `The backup ${source} is damaged: ${problem.what}`, { ...problem })
}

/** As the system says it of a folder, so that whoever named the folder is told, not whoever runs the server. */
const notEmpty = (target: string): Error => Object.assign(new Error(`${target} is not empty: name a new folder`), { code: 'ENOTEMPTY' })

import { join } from 'node:path'

/** Written to the folder and to every segment; raised whenever older code could not read what newer code writes. */
export const FORMAT = 1

export const SEGMENT_HEAD = 64
export const GROUP_HEAD = 48
export const RECORD_HEAD = 44
export const RECORD_TRAILER = 4
/** First and last four bytes of a group's head. A record's are its length, below 2^31, so both can be told apart from either side. */
export const GROUP_MARK = 0x80000000 + GROUP_HEAD

export const formatPath = (folder: string): string => join(folder, 'format')
export const headPath = (folder: string): string => join(folder, 'head')
export const lockPath = (folder: string): string => join(folder, 'lock')
export const indexPath = (folder: string): string => join(folder, 'index.sqlite')
export const tornFolder = (folder: string): string => join(folder, 'torn')
export const logFolder = (folder: string): string => join(folder, 'log')

/** Sixteen digits keep names in the order of their positions. */
export const segmentName = (base: number): string => `${String(base).padStart(16, '0')}.log`
export const segmentBase = (name: string): number | undefined => (/^\d{16}\.log$/.test(name) ? Number(name.slice(0, 16)) : undefined)

/** China keeps one offset all year since 1991, which is before any channel. */
const shanghaiOffsetMs = 8 * 3_600_000

const localPattern = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?$/
const isoPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/

/** `yyyy-MM-dd HH:mm:ss` in China, as an instant; null when it is no such time. */
export function instantOfLocalTime(text: string): number | null {
  const match = localPattern.exec(text)
  if (match === null) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number]
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0'))
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - shanghaiOffsetMs
}

/** An instant as `yyyy-MM-dd HH:mm:ss` in China, what is less than a second left out. */
export const localTimeOf = (instant: number): string => new Date(instant + shanghaiOffsetMs).toISOString().slice(0, 19).replace('T', ' ')

/** An ISO 8601 instant with its offset; null when it is none. */
export function instantOfIso(text: string): number | null {
  if (!isoPattern.test(text) || !isDateText(text.slice(0, 10))) return null
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? null : instant
}

export function isDateText(text: string): boolean {
  const match = datePattern.exec(text)
  return match !== null && isDate(Number(match[1]), Number(match[2]), Number(match[3]))
}

const isDate = (year: number, month: number, day: number): boolean =>
  year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()

/** Asia/Shanghai has kept one offset since 1991, before any instant the ledger holds. */
const shanghaiMs = 8 * 3_600_000

const inShanghai = (instant: number): string => new Date(instant + shanghaiMs).toISOString()

/** `2026-11-11 20:00:03`, in Shanghai. */
export const dateTime = (instant: number): string => inShanghai(instant).slice(0, 19).replace('T', ' ')

/** Without the year, for columns of one season. */
export const shortTime = (instant: number): string => dateTime(instant).slice(5)

/** `2026-11-11`, in Shanghai. */
export const day = (instant: number): string => inShanghai(instant).slice(0, 10)

/** `2026-11-11T20:00:03.250+08:00`: what the API takes, and what says no less than there is. */
export const isoInShanghai = (instant: number): string => `${inShanghai(instant).slice(0, 23)}+08:00`

/** The instant behind what a date-time field holds (`2026-11-11T20:00` or with seconds), meant in Shanghai; null when it is none. */
export function fromField(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(text)) return null
  const instant = Date.parse(`${text}${text.length === 16 ? ':00' : ''}+08:00`)
  return Number.isNaN(instant) ? null : instant
}

/** For a date-time field, to the second. */
export const toField = (instant: number): string => inShanghai(instant).slice(0, 19)

const units = [
  { ms: 86_400_000, zh: '天', en: 'd' },
  { ms: 3_600_000, zh: '小时', en: 'h' },
  { ms: 60_000, zh: '分', en: 'min' },
  { ms: 1_000, zh: '秒', en: 's' },
] as const

/** A duration to the unit that matters: `3 分`, `250 ms`. */
export function duration(ms: number, language: 'zh' | 'en'): string {
  const unit = units.find((each) => ms >= each.ms)
  return unit === undefined ? `${Math.round(ms)} ms` : `${Math.floor(ms / unit.ms)} ${unit[language]}`
}

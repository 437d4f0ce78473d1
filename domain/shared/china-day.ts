/** Asia/Shanghai has kept one offset since 1991, before any instant the ledger holds. */
const shanghaiMs = 8 * 3_600_000
const minuteMs = 60_000
export const dayMs = 86_400_000

/** The day in China an instant falls on, yyyy-mm-dd. */
export const chinaDay = (instant: number): string => new Date(instant + shanghaiMs).toISOString().slice(0, 10)

/** Minutes since midnight in China. */
export const chinaMinute = (instant: number): number => Math.floor(((instant + shanghaiMs) % dayMs) / minuteMs)

/** When so many minutes of a day in China are over. */
export const instantOn = (day: string, minute: number): number => Date.parse(`${day}T00:00:00Z`) - shanghaiMs + minute * minuteMs

export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)

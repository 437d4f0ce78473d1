export const secondMs = 1_000
export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000

const shanghaiOffsetMs = 8 * hourMs

/** Midnight of the first sale day in China. */
export const saleStart = Date.parse('2026-11-11T00:00:00+08:00')

/** `yyyy-MM-dd HH:mm:ss` in China. */
export const localText = (instant: number): string => new Date(instant + shanghaiOffsetMs).toISOString().slice(0, 19).replace('T', ' ')
export const dateText = (instant: number): string => localText(instant).slice(0, 10)
export const isoText = (instant: number): string => `${localText(instant).replace(' ', 'T')}+08:00`
export const epochSeconds = (instant: number | null): number => (instant === null ? 0 : Math.floor(instant / secondMs))
export const toSecond = (instant: number): number => Math.floor(instant / secondMs) * secondMs

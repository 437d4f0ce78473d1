/** A time in China as an instant, by arithmetic of its own. */
export const at = (local: string): number => new Date(`${local.replace(' ', 'T')}+08:00`).getTime()

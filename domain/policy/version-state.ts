export const versionStates = ['inForce', 'later', 'ended', 'never'] as const
export type VersionState = (typeof versionStates)[number]

interface Period {
  /** Instants, epoch milliseconds. */
  readonly effectiveFrom: number
  readonly until: number | null
}

/** Whether a version decides at an instant, will, did, or never came to it because a later one took its place before. */
export function stateOf({ effectiveFrom, until }: Period, now: number): VersionState {
  if (until !== null && until <= effectiveFrom) return 'never'
  if (effectiveFrom > now) return 'later'
  return until === null || until > now ? 'inForce' : 'ended'
}

import type { PolicyVersion } from '../api/policies.ts'

export type VersionState = 'inForce' | 'later' | 'ended' | 'never'

/** Whether a version decides at an instant, will, did, or never came to it because a later one took its place before. */
export function stateOf({ effectiveFrom, until }: Pick<PolicyVersion, 'effectiveFrom' | 'until'>, now: number): VersionState {
  if (until !== null && until <= effectiveFrom) return 'never'
  if (effectiveFrom > now) return 'later'
  return until === null || until > now ? 'inForce' : 'ended'
}

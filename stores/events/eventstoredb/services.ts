import type { Known } from './known.ts'
import type { Boundaries } from './read/boundaries.ts'
import type { PageLimits } from './read/paging.ts'
import type { Reads } from './read/reads.ts'
import type { Resuming } from './read/resuming.ts'

/** What reading works with. */
export interface ReadServices {
  readonly reads: Reads
  readonly boundaries: Boundaries
  readonly known: Known
  readonly page: PageLimits
  readonly resuming: Resuming
  /** Throws `CLOSED`. */
  assertOpen(): void
}

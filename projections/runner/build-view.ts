import type { Position } from '../../stores/events/port.ts'
import type { BuildResult } from './builder.ts'
import { openBuilder, type ThreadedBuildOptions } from './threaded-builder.ts'

/**
 * Read models as they stood at a position (inclusive), into collections of their own: what as-of and verify look at.
 * Folds nothing else than the events up to there; the live collections are neither read nor touched.
 */
export async function buildView(options: ThreadedBuildOptions & { readonly until: Position }): Promise<BuildResult> {
  const builder = openBuilder(options)
  await builder.advance(options.until)
  return builder.finish()
}

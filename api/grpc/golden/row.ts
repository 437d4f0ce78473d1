import type { World } from './world.ts'

/** One thing the server of the protocol was seen to do. */
export interface Row {
  /** The section of what was observed, and what of it. */
  readonly behaviour: string
  readonly call: (world: World) => Promise<unknown>
  /** What is answered; of an error or an object, the fields that matter. */
  readonly answer: unknown
  /** Where that is plainly a mistake, or means nothing here: what the door answers instead. */
  readonly door?: { readonly answer: unknown; readonly because: string }
}

/** A row for each of the two ways to append. */
export const byBothCalls = (row: (call: 'batch' | 'single') => Row): readonly Row[] =>
  (['batch', 'single'] as const).map((call) => {
    const made = row(call)
    return { ...made, behaviour: `${made.behaviour} (${call})` }
  })

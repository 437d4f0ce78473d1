import type { EventToAppend, Position, RecordedEvent } from '../../port.ts'
import type { Boundaries } from '../read/boundaries.ts'
import { readBeyond } from '../read/read-beyond.ts'
import { resuming } from '../read/resuming.ts'
import { type Asking, isSame, standsAs } from './stands-as.ts'

/** Events that a server took, or had taken before: up to `last` in their stream, behind `after` in the log if they are new, up to `until`. */
export interface Sought {
  readonly stream: string
  readonly events: readonly EventToAppend[]
  readonly last: number
  readonly after: Position
  readonly until: Position
}

/** Whether they stand there as they were sent, byte for byte. */
export type Prove = (sought: Sought) => Promise<boolean>

/** So many are looked up in one read, and so many reads at once; a large append is worth one of its own. */
const MOST = 64
const AT_ONCE = 4
const LARGE = 16
/** What lies between must not be more to look through than it would be to ask for each stream. */
const NEAR = 16_777_216n

/** Those that come while others are looked up are looked up together, in one read of what was written last. */
export function createProofs(asking: Asking & { readonly boundaries: Boundaries }): Prove {
  const waiting: { readonly sought: Sought; readonly resolve: (stands: boolean) => void; readonly reject: (failure: unknown) => void }[] =
    []
  let running = 0

  const proveAll = async (): Promise<void> => {
    running += 1
    while (waiting.length > 0) {
      const together = waiting.splice(0, MOST)
      try {
        const found = await lookUp(
          asking,
          together.map(({ sought }) => sought),
        )
        for (const { sought, resolve, reject } of together) judge(asking, sought, found).then(resolve, reject)
      } catch (failure) {
        for (const { reject } of together) reject(failure)
      }
    }
    running -= 1
  }
  return (sought) => {
    if (sought.until - sought.after > NEAR || sought.events.length > LARGE)
      return standsAs(asking, sought.stream, sought.events, sought.last)
    return new Promise((resolve, reject) => {
      waiting.push({ sought, resolve, reject })
      if (running < AT_ONCE) void proveAll()
    })
  }
}

const placeOf = (stream: string, revision: number): string => `${revision}@${stream}`

/** What was found, by its place: not all of it where streams that begin alike, or later events of one, came first. */
async function lookUp(
  asking: Parameters<typeof createProofs>[0],
  together: readonly Sought[],
): Promise<ReadonlyMap<string, RecordedEvent>> {
  const found = new Map<string, RecordedEvent>()
  const prefixes = [...new Set(together.map(({ stream }) => stream))]
  const count = together.reduce((sum, { events }) => sum + events.length, 0)
  const start = together.reduce((least, { after }) => (after < least ? after : least), together[0]!.after)
  const request = { direction: 'forwards', filter: { on: 'stream', prefixes }, count } as const
  const behind = ({ position }: RecordedEvent): Position => position
  for await (const events of resuming(start, (from) => readBeyond(asking, request, from), behind, asking.resuming)) {
    for (const event of events) found.set(placeOf(event.stream, event.revision), event)
  }
  return found
}

async function judge(asking: Asking, { stream, events, last }: Sought, found: ReadonlyMap<string, RecordedEvent>): Promise<boolean> {
  const first = last - events.length + 1
  for (const [index, event] of events.entries()) {
    const stands = found.get(placeOf(stream, first + index))
    if (stands === undefined) return standsAs(asking, stream, events, last)
    if (!isSame(stands, event)) return false
  }
  return true
}

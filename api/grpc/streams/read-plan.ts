import type { FilterOptions, PositionMessage, ReadOptions, UuidOption } from '../protocol/messages.ts'
import type { Refusal } from '../refusals.ts'

/** Where to begin. */
export type From = bigint | 'start' | 'end'

interface Common {
  readonly resolveLinks: boolean
  readonly uuids: UuidOption
}

/** What is asked for, once it makes sense. */
export type ReadPlan = Common &
  (
    | {
        readonly kind: 'read stream'
        readonly stream: string
        readonly from: From
        readonly backwards: boolean
        readonly maxCount: number
        /** Clients before 21.10 do not know of the positions that end a read. */
        readonly tellsEnds: boolean
      }
    | { readonly kind: 'subscribe to stream'; readonly stream: string; readonly from: From }
    | {
        readonly kind: 'read all'
        readonly from: From
        readonly backwards: boolean
        readonly maxCount: number
        readonly filter: FilterOptions | null
      }
    | { readonly kind: 'subscribe to all'; readonly from: From; readonly filter: FilterOptions | null }
  )

/** What the server of the protocol says when a handler throws. */
export const HANDLER_THREW: Refusal = { refused: 'stumbled', message: 'Exception was thrown by handler.' }
const invalid = (message: string): Refusal => ({ refused: 'bad-request', message })
const farthest = BigInt(Number.MAX_SAFE_INTEGER)

export function planRead(options: ReadOptions): ReadPlan | Refusal {
  const { streamOption, countOption, filterOption, uuidOption: uuids } = options
  const backwards = options.readDirection === 1
  if (streamOption === undefined) return invalid(`'None' is not a valid StreamOptionOneofCase`)
  if (uuids === undefined) return HANDLER_THREW
  const isPossible =
    countOption !== undefined &&
    filterOption !== undefined &&
    !(countOption === 'subscription' && backwards) &&
    !(streamOption === 'stream' && filterOption === 'filter')
  if (!isPossible) {
    const named = [upper(streamOption), upper(countOption), backwards ? 'Backwards' : 'Forwards', upper(filterOption)]
    return invalid(`The combination of (${named.join(', ')}) is invalid.`)
  }
  const common = { resolveLinks: options.resolveLinks ?? false, uuids }
  const asked = BigInt(options.count ?? 0)
  const counted = { backwards, maxCount: Number(asked < farthest ? asked : farthest) }
  const isSubscription = countOption === 'subscription'
  if (streamOption === 'all') {
    const from = fromAll(options.all)
    if (typeof from === 'object') return from
    const filter = filterOption === 'filter' ? (options.filter ?? null) : null
    return isSubscription
      ? { ...common, kind: 'subscribe to all', from, filter }
      : { ...common, ...counted, kind: 'read all', from, filter }
  }
  const stream = Buffer.from(options.stream?.streamIdentifier?.streamName ?? []).toString('utf8')
  const from = fromStream(options.stream)
  if (stream === '') return HANDLER_THREW
  if (typeof from === 'object') return from
  if (isSubscription) return { ...common, kind: 'subscribe to stream', stream, from }
  if (counted.maxCount === 0 || (from === 'end' && !backwards))
    return { refused: 'stumbled', message: 'Unexpected ReadStreamResult: Error' }
  const tellsEnds = (options.controlOption?.compatibility ?? 0) >= 1
  return { ...common, ...counted, kind: 'read stream', stream, from, tellsEnds }
}

const upper = (name: string | undefined): string => (name === undefined ? 'None' : name.charAt(0).toUpperCase() + name.slice(1))

function fromStream(stream: ReadOptions['stream']): From | Refusal {
  if (stream?.revisionOption === undefined) return invalid(`'None' is not a valid RevisionOptionOneofCase`)
  return stream.revisionOption === 'revision' ? BigInt(stream.revision ?? 0) : stream.revisionOption
}

function fromAll(all: ReadOptions['all']): From | Refusal {
  if (all?.allOption === undefined) return invalid(`'None' is not a valid AllOptionOneofCase`)
  return all.allOption === 'position' ? positionOf(all.position ?? {}) : all.allOption
}

/** A position says the same twice; where it does not, what was committed counts, and it cannot come before its preparation. */
function positionOf({ commitPosition = 0, preparePosition = 0 }: PositionMessage): bigint | Refusal {
  return BigInt(commitPosition) < BigInt(preparePosition) ? HANDLER_THREW : BigInt(commitPosition)
}

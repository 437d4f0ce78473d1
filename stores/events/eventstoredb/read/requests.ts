import type { ServerFilter } from '../filter.ts'
import { toWide } from '../protocol/messages.ts'
import type { AllRequest, Place, StreamRequest } from './reads.ts'

const yes = {}
const EVERYTHING = Number.MAX_SAFE_INTEGER
/** Events a subscription looks at from one checkpoint to the next. */
const WINDOW = 256

const common = (direction: 'forwards' | 'backwards', count = EVERYTHING): object => ({
  readDirection: direction === 'backwards' ? 1 : 0,
  count: toWide(count),
  uuidOption: { string: yes },
})

const placeOf = (place: Place): object => {
  if (typeof place !== 'bigint') return place === 'start' ? { start: yes } : { end: yes }
  return { position: { commitPosition: toWide(place), preparePosition: toWide(place) } }
}

const filterOf = ({ on, prefixes = [], regex = '' }: ServerFilter): object => ({
  [{ stream: 'streamIdentifier', type: 'eventType' }[on]]: { prefix: prefixes, regex },
  max: WINDOW,
  checkpointintervalmultiplier: 1,
})

export const readAllRequest = ({ direction, from, filter, count }: AllRequest): object => ({
  options: { ...common(direction, count), all: placeOf(from), filter: filterOf(filter) },
})

/** Begins behind the position. */
export function subscribeRequest(from: Place, filter: ServerFilter): object {
  return { options: { readDirection: 0, uuidOption: { string: yes }, subscription: yes, all: placeOf(from), filter: filterOf(filter) } }
}

export function readStreamRequest(stream: string, { direction, from, count }: StreamRequest): object {
  const place = from === 'end' ? { end: yes } : { revision: toWide(from) }
  return {
    options: { ...common(direction, count), stream: { streamIdentifier: { streamName: Buffer.from(stream) }, ...place }, noFilter: yes },
  }
}

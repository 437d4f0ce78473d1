import { encodeJson } from '../../domain/codec.ts'
import type { EventToAppend } from '../../stores/events/port.ts'
import type { Written } from './synthetic-life.ts'

/** An event as the command bus would append it. */
export function toAppend({ event, stream }: Written, id: string, occurredAt: number): EventToAppend {
  const metadata = { occurredAt, $correlationId: stream, $causationId: id, commandId: `c-${id}`, actor: 'channel:app', schemaVersion: 1 }
  return { id, type: event.type, data: encodeJson(event.data), metadata: encodeJson(metadata) }
}

/** Lives one after another in slices: several are always under way, as in a real log. */
export function* interleave<Item>(lives: Iterator<Generator<Item>>, width: number, pick: (below: number) => number): Generator<Item> {
  const underWay: Generator<Item>[] = []
  for (;;) {
    while (underWay.length < width) {
      const { value, done } = lives.next()
      if (done) break
      underWay.push(value)
    }
    if (underWay.length === 0) return
    const at = pick(underWay.length)
    const { value, done } = underWay[at]!.next()
    if (done) underWay[at] = underWay.at(-1)!
    if (done) underWay.pop()
    else yield value
  }
}

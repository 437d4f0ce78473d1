import { seeded } from '../../projections/testing/seeded.ts'
import { orderLives, type Written, worldBegins } from '../../projections/testing/synthetic-life.ts'
import { interleave, toAppend } from '../../projections/testing/written-events.ts'
import type { EventStore } from '../../stores/events/port.ts'
import type { BenchOptions } from '../bench.ts'

const UNDER_WAY = 2_000
/** Of the events written at once. */
const WINDOW = 16_384

/** Writes the events of synthetic orders, many under way at once, the same each time. */
export async function fill(events: EventStore, count: number, onProgress: BenchOptions['onProgress']): Promise<void> {
  const pick = seeded(20_260_618)
  const world = { skus: 200, locations: 30, begins: 1_750_000_000_000 }
  function* orders() {
    for (let number = 0; ; number += 1) yield orderLives(world, number, pick)
  }
  function* everything(): Generator<Written> {
    yield* worldBegins(world)
    yield* interleave(orders(), UNDER_WAY, pick)
  }
  let done = 0
  for (const window of windowsOf(everything(), count)) {
    const appends: Promise<unknown>[] = []
    for (const [stream, some] of window) {
      appends.push(
        events.append(
          stream,
          some.map((written, at) => toAppend(written, idOf(done + at), 1_750_000_000_000 + done)),
          'any',
        ),
      )
      done += some.length
    }
    await Promise.all(appends)
    if (done % 500_000 < WINDOW) onProgress(`${done} events written`)
  }
}

/** A UUID, as every client of a server wants it. */
const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** Events by their streams, a window at a time: one append each, as a ledger under load would write what it decided meanwhile. */
function* windowsOf(everything: Iterable<Written>, count: number): Generator<Map<string, Written[]>> {
  let window = new Map<string, Written[]>()
  let left = count
  for (const written of everything) {
    const some = window.get(written.stream)
    if (some === undefined) window.set(written.stream, [written])
    else some.push(written)
    left -= 1
    if ((count - left) % WINDOW !== 0 && left > 0) continue
    yield window
    window = new Map()
    if (left === 0) return
  }
}

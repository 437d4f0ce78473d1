import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { EventStore, Position } from '../port.ts'
import { allOf, events, newStream, type Subject } from './support.ts'

/** The same by looking at every event. */
export async function positionAtByLooking(store: EventStore, instant: number): Promise<Position> {
  const known = (await allOf(store)).filter(({ recordedAt }) => recordedAt <= instant)
  return known.at(-1)?.position ?? 0n
}

export function positionAtContract({ store, reader }: Subject): void {
  describe('the position at an instant', () => {
    it('is that of the last event recorded at or before it, also where many were recorded at once', async () => {
      const before = await store().head()
      const stream = newStream()
      for (let n = 0; n < 12; n += 1) {
        await store().append(stream, events(1 + (n % 4) * 7), 'any')
        if (n % 3 === 0) await sleep(2)
      }
      const instants = new Set((await allOf(reader(), { after: before })).map(({ recordedAt }) => recordedAt))
      for (const instant of [...instants].flatMap((each) => [each - 1, each, each + 1]))
        expect(await reader().positionAt(instant), `${instant}`).toBe(await positionAtByLooking(reader(), instant))
    })

    it('is the end of the log for any later instant, its start for any before the first event', async () => {
      await store().append(newStream(), events(2), 'no-stream')
      const [first] = await allOf(reader(), { maxCount: 1 })
      expect(await reader().positionAt(Number.MAX_SAFE_INTEGER)).toBe(await reader().head())
      expect(await reader().positionAt(first!.recordedAt - 1)).toBe(0n)
    })
  })
}

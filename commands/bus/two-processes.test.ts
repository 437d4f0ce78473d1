import { expect, test } from 'vitest'
import type { Answer } from '../command-bus.ts'
import { createCommandBus } from './create-command-bus.ts'
import { eventsOf } from './testing/asked.ts'
import { behindDoor } from './testing/behind-door.ts'
import { counter, counterStream, take } from './testing/counter.ts'
import { asking } from './testing/stock-commands.ts'

const isRepeat = (answer: Answer) => answer.accepted && answer.repeated

test('a command asked of two processes at once, and decided otherwise by each, is done by one and known to the other', async () => {
  const { stores, close } = await behindDoor(2)
  const buses = stores.map((store) => createCommandBus({ store, aggregates: [counter], sharedStore: true }))
  for (let round = 0; round < 20; round += 1) {
    const key = `a${round}`
    const answers = await Promise.all(buses.map((bus, process) => bus.ask(take(key, 1), asking('c', { causationId: `by ${process}` }))))
    const written = await eventsOf(stores[0]!, counterStream(key))
    expect(written).toHaveLength(1)
    const by = written[0]!.metadata.$causationId === 'by 0' ? [false, true] : [true, false]
    expect(answers.map(isRepeat)).toEqual(by)
  }
  for (const bus of buses) await bus.close()
  await close()
})
